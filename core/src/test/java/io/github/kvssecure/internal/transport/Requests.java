package io.github.kvssecure.internal.transport;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamArn;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Upload requests of the tests. */
final class Requests {

  static final StreamArn STREAM =
      new StreamArn(
          "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/front-door/1700000000000");

  static final SessionCredentials CREDENTIALS =
      SessionCredentials.of(
          "ASIAEXAMPLEEXAMPLE01",
          "example/secret+key",
          Optional.of("example//token=="),
          Optional.empty());

  private Requests() {}

  static UploadRequest to(URI endpoint) {
    return to(endpoint, CREDENTIALS);
  }

  static UploadRequest to(URI endpoint, SessionCredentials credentials) {
    return new UploadRequest(
        new UploadRequest.Target(endpoint, AwsRegion.of("eu-central-1")),
        STREAM,
        credentials,
        Instant.ofEpochMilli(1_730_800_000_005L));
  }
}
