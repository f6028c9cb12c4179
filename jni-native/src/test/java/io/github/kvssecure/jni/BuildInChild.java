package io.github.kvssecure.jni;

import io.github.kvssecure.Packaging;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.spi.NativeLoadException;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.IngestConfigurationException;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Main program that builds a producer, and says what came of it: {@code BuildInChild JAVA}. */
public final class BuildInChild {

  private BuildInChild() {}

  public static void main(String[] args) {
    CredentialSource camera =
        CredentialSource.of(
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create("ASIAEXAMPLEEXAMPLE01", "made up", "made up too")));
    try (SecureProducer producer =
        SecureProducer.builder(AwsRegion.of("eu-central-1"), camera)
            .packaging(Packaging.valueOf(args[0]))
            .build()) {
      System.out.println("built: " + producer.report().packager());
      System.out.println(producer.report().decisions().get(Control.BP_06));
    } catch (PolicyViolationException | NativeLoadException e) {
      System.out.println("refused: " + e.getMessage());
    } catch (IngestConfigurationException e) {
      System.out.println("misconfigured: " + e.getMessage());
    }
  }
}
