package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.spi.UploadResponse;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** What rules look at. All immutable. */
public final class Facts {

  private Facts() {}

  /**
   * A Region that is about to be used.
   *
   * @param subject where it comes from
   * @param region the Region, as text
   * @param own the Region the producer was built for
   */
  public record RegionUse(String subject, String region, AwsRegion own) {}

  /**
   * Credentials that are about to sign.
   *
   * @param subject whose
   * @param credentials the credentials
   * @param now the present
   */
  public record CredentialUse(String subject, SessionCredentials credentials, Instant now) {}

  /**
   * An endpoint that is about to be called.
   *
   * @param purpose what for, for example {@code data endpoint}
   * @param uri where
   * @param region the Region it must be in
   * @param loopback the loopback endpoint that was opted into, if any
   */
  public record EndpointUse(
      String purpose, URI uri, AwsRegion region, Optional<LoopbackOption> loopback) {}

  /**
   * The named option that admits a stand-in on this machine.
   *
   * @param uri its address
   * @param reason why it is used
   */
  public record LoopbackOption(URI uri, String reason) {}

  /**
   * The key of a stream, asked for or reported.
   *
   * @param stream which stream
   * @param region its Region
   * @param account its account, where known
   * @param key the key, as asked for or reported
   * @param description what KMS says of the key, where that was asked
   */
  public record KeyUse(
      StreamName stream,
      AwsRegion region,
      Optional<String> account,
      KeyNaming key,
      Optional<KeyDescription> description) {}

  /** How the key of a stream is known. */
  public sealed interface KeyNaming {}

  /**
   * The application asks for a stream to be made, or names the key that it must have.
   *
   * @param key the key it names, if any
   * @param creating whether the stream is made if it is missing
   */
  public record KeyAskedFor(Optional<KmsKeyId> key, boolean creating) implements KeyNaming {}

  /**
   * The service reports it.
   *
   * @param text as reported
   */
  public record KeyReported(Optional<String> text) implements KeyNaming {}

  /**
   * The retention of a stream, asked for or reported.
   *
   * @param stream which stream
   * @param retention how long; empty if the application named none
   * @param creating whether the stream is made if it is missing
   */
  public record RetentionUse(StreamName stream, Optional<Retention> retention, boolean creating) {}

  /**
   * A stream as the service reports it.
   *
   * @param spec what was asked for
   * @param description what is reported
   * @param region the Region the producer was built for
   */
  public record ReportedStream(StreamSpec spec, StreamDescription description, AwsRegion region) {}

  /** How a TLS handshake went. */
  public sealed interface Handshake {
    /**
     * The name that was asked for.
     *
     * @return a DNS name
     */
    String host();
  }

  /**
   * It came to an end.
   *
   * @param evidence what was negotiated
   */
  public record HandshakeDone(ConnectionEvidence evidence) implements Handshake {
    @Override
    public String host() {
      return evidence.host();
    }
  }

  /**
   * It was broken off.
   *
   * @param host the name that was asked for
   * @param failure by what
   * @param message what the TLS layer said
   */
  public record HandshakeFailed(String host, UploadException.Failure failure, String message)
      implements Handshake {}

  /**
   * A PutMedia request that is about to be sent.
   *
   * @param request the request
   */
  public record RequestToSend(UploadRequest request) {}

  /**
   * How the service answered a PutMedia request.
   *
   * @param stream of which stream
   * @param response the head of the response; empty if none came in time
   */
  public record Answer(StreamName stream, Optional<UploadResponse> response) {}

  /**
   * How the acknowledgements of an upload read.
   *
   * @param stream of which stream
   * @param problem what broke the protocol, or empty while nothing has
   */
  public record AcknowledgementStream(StreamName stream, Optional<String> problem) {}
}
