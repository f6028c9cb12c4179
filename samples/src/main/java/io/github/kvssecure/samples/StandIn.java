package io.github.kvssecure.samples;

import io.github.kvssecure.LoopbackEndpoint;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.stream.AwsRegion;
import java.net.URI;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesisvideomedia.KinesisVideoMediaClient;

/** KVS, KMS and STS on this machine, and the people who use them in the demonstration. */
final class StandIn implements AutoCloseable {

  private final LocalKvs kvs = LocalKvs.start();

  LocalKvs kvs() {
    return kvs;
  }

  /** A camera: what its instance profile gives assumes the camera's role. */
  CredentialSource camera() {
    return CredentialSource.assumeRole(
        RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)),
        "front-door-camera",
        CredentialSource.of(instanceProfile(LocalIdentities.CAMERA)));
  }

  /** Somebody who may make streams. */
  CredentialSource administrator() {
    return CredentialSource.of(instanceProfile(LocalIdentities.ADMINISTRATOR));
  }

  SecureProducer.Builder producer(CredentialSource credentials) {
    return SecureProducer.builder(AwsRegion.of(kvs.region()), credentials)
        .insecurelyUseLoopbackEndpoint(
            LoopbackEndpoint.of(kvs.endpoint(), kvs.caCertificate()),
            "demonstration without an AWS account");
  }

  /** An unmodified client of AWS SDK 2.x that reads media back. */
  KinesisVideoMediaClient viewer(SdkHttpClient http) {
    return KinesisVideoMediaClient.builder()
        .region(Region.of(kvs.region()))
        .endpointOverride(URI.create(kvs.endpoint().toString()))
        .credentialsProvider(instanceProfile(LocalIdentities.VIEWER))
        .httpClient(http)
        .build();
  }

  SdkHttpClient http() {
    TrustManager[] trust = trustManagers(kvs.caCertificate());
    return UrlConnectionHttpClient.builder().tlsTrustManagersProvider(() -> trust).build();
  }

  private AwsCredentialsProvider instanceProfile(String role) {
    SessionKeys keys = kvs.identities().roleSession(role);
    AwsSessionCredentials credentials =
        AwsSessionCredentials.builder()
            .accessKeyId(keys.accessKeyId())
            .secretAccessKey(keys.secretAccessKey())
            .sessionToken(keys.sessionToken())
            .expirationTime(keys.expiration())
            .build();
    return () -> credentials;
  }

  private static TrustManager[] trustManagers(X509Certificate authority) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("local-kvs", authority);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (java.security.GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException("cannot trust the stand-in's authority", e);
    }
  }

  @Override
  public void close() {
    kvs.close();
  }
}
