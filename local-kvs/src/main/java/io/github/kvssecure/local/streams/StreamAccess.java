package io.github.kvssecure.local.streams;

import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.Caller;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the stream that a request names and checks that the caller may do what it asks.
 * Thread-safe.
 */
public final class StreamAccess {
  /** Stream names, from the service model. */
  public static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,256}");

  private static final Pattern ARN =
      Pattern.compile(
          "arn:[a-z\\d-]+:kinesisvideo:[a-z0-9-]+:[0-9]+:[a-z]+/[a-zA-Z0-9_.-]+/[0-9]+");

  private final StreamStore store;

  /** Makes the look-up over a store. */
  public StreamAccess(StreamStore store) {
    this.store = store;
  }

  /**
   * Finds the stream named by StreamName or StreamARN.
   *
   * @throws ServiceException when both or none is given, the caller may not, there is no such
   *     stream, or it is asked too often; in this order, so that who may not look learns nothing
   *     about what exists
   */
  public StoredStream require(Caller caller, String operation, RequestFields fields)
      throws ServiceException {
    return require(
        caller, operation, fields.text("StreamName", NAME), fields.text("StreamARN", ARN));
  }

  /**
   * Finds the stream named by exactly one of name and ARN; see {@link #require(Caller, String,
   * RequestFields)}.
   */
  public StoredStream require(
      Caller caller, String operation, Optional<String> name, Optional<String> arn)
      throws ServiceException {
    if (name.isPresent() == arn.isPresent()) {
      throw RequestFields.invalid("Exactly one of stream name and stream ARN is required");
    }
    if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
      throw RequestFields.invalid("The stream name must match " + NAME.pattern());
    }
    if (arn.isPresent() && !ARN.matcher(arn.get()).matches()) {
      throw RequestFields.invalid("The stream ARN must match " + ARN.pattern());
    }
    String resource = arn.orElseGet(() -> store.arnFor(name.orElseThrow()));
    caller.require("kinesisvideo:" + operation, resource);
    Optional<StoredStream> found =
        arn.isPresent() ? store.findByArn(arn.get()) : store.find(name.orElseThrow());
    StoredStream stream =
        found.orElseThrow(
            () ->
                new ServiceException(
                    404,
                    "ResourceNotFoundException",
                    "The requested stream is not found or not active."));
    store.countCall(operation, stream);
    return stream;
  }
}
