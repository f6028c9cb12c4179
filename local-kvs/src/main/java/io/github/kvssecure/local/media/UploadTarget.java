package io.github.kvssecure.local.media;

import io.github.kvssecure.local.streams.StoredStream;
import io.github.kvssecure.local.streams.StreamStore;
import java.time.Clock;

/**
 * Where an upload goes.
 *
 * @param stream the stream
 * @param store gives fragment numbers
 * @param clock gives server times
 * @param offsetMillis makes timecodes absolute
 */
record UploadTarget(StoredStream stream, StreamStore store, Clock clock, long offsetMillis) {}
