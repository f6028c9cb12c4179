/**
 * A strict, bounded, incremental Matroska reader and a writer, as far as Kinesis Video Streams uses
 * the format: one cluster is one fragment.
 *
 * <p>Element ids and their nesting come from <a
 * href="https://www.rfc-editor.org/rfc/rfc9559.html">RFC 9559 (Matroska)</a>, the encoding of ids,
 * sizes and values from <a href="https://www.rfc-editor.org/rfc/rfc8794.html">RFC 8794 (EBML)</a>,
 * the limits of an upload from the <a
 * href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_dataplane_PutMedia.html">PutMedia</a>
 * page and the <a
 * href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/limits.html">quotas</a> page.
 */
@NullMarked
package io.github.kvssecure.local.mkv;

import org.jspecify.annotations.NullMarked;
