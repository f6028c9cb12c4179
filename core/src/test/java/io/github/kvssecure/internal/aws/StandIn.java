package io.github.kvssecure.internal.aws;

import io.github.kvssecure.fake.Unjudged;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The adapters under test, wired to a stand-in. */
final class StandIn {

  private StandIn() {}

  static AwsClients clients(LocalKvs kvs) {
    return clients(kvs, kvs.caCertificate());
  }

  static AwsClients clients(LocalKvs kvs, X509Certificate authority) {
    return new AwsClients(
        AwsEndpoints.standIn(AwsRegion.of(kvs.region()), kvs.endpoint(), List.of(authority)));
  }

  static AwsControlPlane controlPlane(LocalKvs kvs, SessionKeys keys) {
    return new AwsControlPlane(clients(kvs), principal(kvs, source(keys)));
  }

  static SessionCredentialsProvider principal(LocalKvs kvs, CredentialSource source) {
    return Unjudged.open(clients(kvs), source);
  }

  static CredentialSource source(SessionKeys keys) {
    return CredentialSource.of(
        StaticCredentialsProvider.create(
            AwsSessionCredentials.builder()
                .accessKeyId(keys.accessKeyId())
                .secretAccessKey(keys.secretAccessKey())
                .sessionToken(keys.sessionToken())
                .expirationTime(keys.expiration())
                .build()));
  }

  static SessionCredentials credentials(SessionKeys keys) {
    return SessionCredentials.of(
        keys.accessKeyId(),
        keys.secretAccessKey(),
        Optional.of(keys.sessionToken()),
        Optional.of(keys.expiration()));
  }

  static StreamSpec spec(String name, String key) {
    return StreamSpec.builder(StreamName.of(name), Track.h264(1, new byte[] {1}))
        .encryptedBy(KmsKeyId.of(key))
        .retention(Retention.ofHours(48))
        .tag("site", "north")
        .build();
  }
}
