/** Media as values: tracks, frames, fragments, acknowledgements. */
@NullMarked
package io.github.kvssecure.media;

import org.jspecify.annotations.NullMarked;
