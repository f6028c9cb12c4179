package io.github.kvssecure.spi;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamArn;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;

/**
 * A PutMedia call to make: where to, of which stream, signed by whom. Immutable. The stream is
 * named by its ARN, so that a stream that was made again under the same name is refused by the
 * service.
 *
 * @param target endpoint and Region; admitted by the gate before
 * @param stream the stream
 * @param credentials who signs
 * @param producerStart the producer start timestamp; sent with millisecond precision
 */
public record UploadRequest(
    Target target, StreamArn stream, SessionCredentials credentials, Instant producerStart) {

  /**
   * Where an upload goes.
   *
   * @param dataEndpoint the data endpoint, without a path
   * @param region the Region to sign for
   */
  public record Target(URI dataEndpoint, AwsRegion region) {
    /** Requires both. */
    public Target {
      Objects.requireNonNull(dataEndpoint, "dataEndpoint");
      Objects.requireNonNull(region, "region");
    }
  }
}
