/** Placeholder. */
@NullMarked
package io.github.kvssecure;

import org.jspecify.annotations.NullMarked;
