/**
 * Looks at the media that is about to leave, whoever packaged it, and shows it to the gate: tracks
 * before a stream is opened, and the bytes of each upload before they are sent.
 */
@NullMarked
package io.github.kvssecure.internal.outgoing;

import org.jspecify.annotations.NullMarked;
