/** Keeps credentials fresh, wherever they come from: early, by one thread, and never too late. */
@NullMarked
package io.github.kvssecure.internal.renewal;

import org.jspecify.annotations.NullMarked;
