package io.github.kvssecure.samples;

import io.github.kvssecure.LoopbackEndpoint;
import io.github.kvssecure.Packaging;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.MediaReader;
import io.github.kvssecure.stream.AwsRegion;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** KVS, KMS and STS on this machine, and the people who use them in the demonstration. */
final class StandIn implements AutoCloseable {

  /** The system property that says what packages the media: {@code native} or {@code java}. */
  static final String PRODUCER_PROPERTY = "producer";

  private final LocalKvs kvs;
  private final Packaging packaging;

  /** Media is packaged as the system property says, natively or in Java if it says nothing. */
  StandIn() {
    this(packagingOfThisProcess());
  }

  StandIn(Packaging packaging) {
    this(LocalKvs.start(), packaging);
  }

  /** Around a stand-in with settings of its own, which is closed with this. */
  StandIn(LocalKvs kvs) {
    this(kvs, packagingOfThisProcess());
  }

  private StandIn(LocalKvs kvs, Packaging packaging) {
    this.kvs = kvs;
    this.packaging = packaging;
  }

  private static Packaging packagingOfThisProcess() {
    String name = System.getProperty(PRODUCER_PROPERTY, "");
    return switch (name) {
      case "" -> Packaging.NATIVE_OR_JAVA;
      case "native" -> Packaging.NATIVE;
      case "java" -> Packaging.JAVA;
      default ->
          throw new IllegalArgumentException(
              "-D" + PRODUCER_PROPERTY + " must be native or java, found '" + name + "'");
    };
  }

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
    return producer(credentials, packaging);
  }

  SecureProducer.Builder producer(CredentialSource credentials, Packaging packager) {
    return SecureProducer.builder(AwsRegion.of(kvs.region()), credentials)
        .packaging(packager)
        .insecurelyUseLoopbackEndpoint(
            LoopbackEndpoint.of(kvs.endpoint(), kvs.caCertificate()),
            "demonstration without an AWS account");
  }

  /** Somebody who may watch. */
  MediaReader viewer() {
    return new MediaReader(kvs, kvs.identities().roleSession(LocalIdentities.VIEWER));
  }

  AwsCredentialsProvider instanceProfile(String role) {
    AwsSessionCredentials credentials = SdkCredentials.of(kvs.identities().roleSession(role));
    return () -> credentials;
  }

  @Override
  public void close() {
    kvs.close();
  }
}
