package io.github.kvssecure.spi;

/** Opens PutMedia connections. Thread-safe; many uploads share its threads. */
public interface UploadTransport extends AutoCloseable {

  /**
   * Starts an upload and returns at once. The listener hears how it goes; its last call is {@link
   * UploadListener#ended}, exactly once.
   *
   * @param request where to, of which stream, signed by whom
   * @param body pulled whenever the connection has room
   * @param listener told of the connection, the response and the acknowledgements
   * @return the running upload
   */
  Upload open(UploadRequest request, UploadBody body, UploadListener listener);

  /** Aborts every upload and ends the threads. Safe to call twice. */
  @Override
  void close();
}
