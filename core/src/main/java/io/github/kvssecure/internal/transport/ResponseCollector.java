package io.github.kvssecure.internal.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps a response, as far as it is not too long. Not thread-safe. */
final class ResponseCollector implements ResponseParser.Sink {

  private final int limit;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable ResponseHead head;

  /**
   * Nothing kept yet.
   *
   * @param limit the longest body, in bytes
   */
  ResponseCollector(int limit) {
    this.limit = limit;
  }

  @Override
  public void head(ResponseHead complete) {
    head = complete;
  }

  @Override
  public void body(ByteBuffer piece) throws MalformedResponseException {
    if (piece.remaining() > limit - body.size()) {
      throw new MalformedResponseException("the body is longer than " + limit + " bytes");
    }
    body.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
    piece.position(piece.limit());
  }

  /** The response, once it is complete. */
  HttpsResponse response() {
    return new HttpsResponse(Objects.requireNonNull(head, "head"), body.toByteArray());
  }
}
