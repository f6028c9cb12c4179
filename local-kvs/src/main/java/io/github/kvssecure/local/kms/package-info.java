/**
 * The KMS side: keys of several accounts and Regions with aliases, states, dates and key policies;
 * who may use them, directly and through Kinesis Video Streams; and the operations that checks use.
 */
@NullMarked
package io.github.kvssecure.local.kms;

import org.jspecify.annotations.NullMarked;
