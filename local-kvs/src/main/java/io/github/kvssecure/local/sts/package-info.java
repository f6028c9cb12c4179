/** The STS side: GetCallerIdentity and AssumeRole over the query protocol. */
@NullMarked
package io.github.kvssecure.local.sts;

import org.jspecify.annotations.NullMarked;
