/**
 * Finds the native library for this machine, verifies it and lays it down where nobody else can
 * change it. Depends on the JDK alone.
 */
@NullMarked
package io.github.kvssecure.jni.internal.load;

import org.jspecify.annotations.NullMarked;
