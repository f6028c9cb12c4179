package io.github.kvssecure.local;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideomedia.KinesisVideoMediaClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Unmodified AWS SDK clients that talk to a stand-in. */
final class SdkClients {
  /** The calls of IAM Identity Center are not signed. */
  private static final AwsCredentials UNUSED = AwsBasicCredentials.create("unused", "unused");

  private final LocalKvs kvs;

  SdkClients(LocalKvs kvs) {
    this.kvs = kvs;
  }

  KinesisVideoClient streams(SessionKeys keys) {
    return streams(session(keys));
  }

  KinesisVideoClient streams(AwsCredentials credentials) {
    return configure(KinesisVideoClient.builder(), credentials).build();
  }

  KinesisVideoMediaClient media(SessionKeys keys) {
    return configure(KinesisVideoMediaClient.builder(), session(keys)).build();
  }

  KmsClient kms(SessionKeys keys) {
    return configure(KmsClient.builder(), session(keys)).build();
  }

  StsClient sts(AwsCredentials credentials) {
    return configure(StsClient.builder(), credentials).build();
  }

  SsoClient portal() {
    return configure(SsoClient.builder(), UNUSED).build();
  }

  SsoOidcClient oidc() {
    return configure(SsoOidcClient.builder(), UNUSED).build();
  }

  static AwsSessionCredentials session(SessionKeys keys) {
    return AwsSessionCredentials.create(
        keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
  }

  static AwsBasicCredentials basic(StaticKeys keys) {
    return AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey());
  }

  static SSLContext trusting(X509Certificate ca) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(ca), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static TrustManager[] trustManagers(X509Certificate ca) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("ca", ca);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configure(
      B builder, AwsCredentials credentials) {
    AwsCredentialsProvider provider = StaticCredentialsProvider.create(credentials);
    URI endpoint = kvs.endpoint();
    SdkHttpClient http =
        UrlConnectionHttpClient.builder()
            .tlsTrustManagersProvider(() -> trustManagers(kvs.caCertificate()))
            .build();
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(kvs.region()))
        .credentialsProvider(provider)
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .httpClient(http);
  }
}
