/** Placeholder. */
@NullMarked
package io.github.kvssecure.local;

import org.jspecify.annotations.NullMarked;
