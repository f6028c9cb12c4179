/**
 * A loopback stand-in for Kinesis Video Streams, KMS and STS over real TLS; start with {@link
 * LocalKvs}.
 */
@NullMarked
package io.github.kvssecure.local;

import org.jspecify.annotations.NullMarked;
