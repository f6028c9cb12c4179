/** Placeholder. */
@NullMarked
package io.github.kvssecure.samples;

import org.jspecify.annotations.NullMarked;
