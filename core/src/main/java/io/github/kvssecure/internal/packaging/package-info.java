/**
 * The media producer in Java: packages frames into Matroska fragments, and keeps them until they
 * are acknowledged. No native code, no thread and no clock of its own.
 */
@NullMarked
package io.github.kvssecure.internal.packaging;

import org.jspecify.annotations.NullMarked;
