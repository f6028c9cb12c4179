/** The control plane of streams and the store behind it. */
@NullMarked
package io.github.kvssecure.local.streams;

import org.jspecify.annotations.NullMarked;
