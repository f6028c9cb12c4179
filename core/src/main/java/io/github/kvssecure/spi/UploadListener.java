package io.github.kvssecure.spi;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.media.Acknowledgement;
import java.time.Instant;

/**
 * Told how an upload goes. Calls of one upload never overlap; they come on a transport thread or on
 * the thread that called {@link Upload#dataAvailable}, and must not block.
 */
public interface UploadListener {

  /**
   * The request head is signed and nothing was sent yet, {@link #connected} comes next. If this
   * throws, the connection is closed without a byte of the request, and {@link #ended} carries the
   * exception.
   *
   * @param headers which headers the signature covers
   */
  default void signed(SignedHeaders headers) {}

  /**
   * The TLS handshake is over and nothing was sent yet: the place to refuse. If this throws, the
   * connection is closed without a byte of the request, and {@link #ended} carries the exception.
   *
   * @param evidence what was negotiated, with whom
   */
  void connected(ConnectionEvidence evidence);

  /**
   * The response head says what time it is at the service; {@link #responded} comes next. If this
   * throws, sending stops at once, and {@link #ended} carries the exception.
   *
   * @param theirs the service's time, to the second
   */
  default void dated(Instant theirs) {}

  /**
   * The response head is here. If this throws, sending stops at once, and {@link #ended} carries
   * the exception.
   *
   * @param response status and error type
   */
  void responded(UploadResponse response);

  /**
   * The service said something of a fragment.
   *
   * @param acknowledgement what it said
   */
  void acknowledged(Acknowledgement acknowledgement);

  /**
   * The upload is over; the last call.
   *
   * @param end how it ended
   */
  void ended(UploadEnd end);
}
