/**
 * The only place that touches the native producer: its handles, callbacks, lock and units. Ticks of
 * 100 nanoseconds live and die here.
 */
@NullMarked
package io.github.kvssecure.jni.internal.bind;

import org.jspecify.annotations.NullMarked;
