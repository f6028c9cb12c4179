/**
 * What codecs look like inside: access units, parameter sets, and the codec private data that
 * follows from them. Bytes only; nothing of streams or uploads.
 */
@NullMarked
package io.github.kvssecure.internal.packaging.codec;

import org.jspecify.annotations.NullMarked;
