/** Placeholder. */
@NullMarked
package io.github.kvssecure.jni;

import org.jspecify.annotations.NullMarked;
