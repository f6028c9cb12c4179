package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeMediaProducerProvider;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.internal.aws.Machine;
import io.github.kvssecure.internal.aws.MadeUpSources;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.MetadataServer;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sources of every kind in every state, with the decision of the strict policy on each: a whole
 * producer opens a stream at the stand-in, over TLS, on a machine that is made up.
 */
class CredentialZooTest {

  private final MadeUpSources made;
  private final LocalKvs kvs;

  CredentialZooTest(@TempDir Path folder) {
    made = new MadeUpSources(folder);
    kvs = made.kvs();
  }

  @AfterEach
  void stop() {
    made.close();
  }

  /** What a producer says of a source, from its configuration to an open stream. */
  private String decision(CredentialSource source) throws InterruptedException {
    String key = kvs.keys().create().arn();
    kvs.streams()
        .create(
            Camera.STREAM.value(),
            StreamSettings.none()
                .withRetentionHours(24)
                .withKmsKeyId(key)
                .withMediaType("video/h264"));
    StreamSpec spec =
        StreamSpec.builder(Camera.STREAM, Camera.VIDEO)
            .encryptedBy(KmsKeyId.of(key))
            .retention(Retention.ofHours(24))
            .build();
    URI metadata =
        made.metadata().map(MetadataServer::address).orElse(URI.create("http://127.0.0.1:1"));
    try (SecureProducer producer =
            SecureProducer.builder(AwsRegion.of(kvs.region()), source)
                .mediaProducer(new FakeMediaProducerProvider())
                .machine(new Machine(made.surroundings(), metadata))
                .insecurelyUseLoopbackEndpoint(
                    LoopbackEndpoint.of(kvs.endpoint(), kvs.caCertificate()),
                    "a test over loopback")
                .build();
        SecureStream stream = producer.openStream(spec)) {
      return stream.arn().name().equals(Camera.STREAM) ? "admitted" : "another stream";
    } catch (PolicyViolationException e) {
      return e.violations().stream()
          .map(violation -> violation.control().id())
          .collect(Collectors.joining(" "));
    } catch (ControlPlaneException e) {
      return e.errorCode();
    } catch (IngestConfigurationException e) {
      return "configuration";
    }
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvSource({
    "provider, session, admitted",
    "provider, ending, IAM-05",
    "provider, over, ExpiredCredentials",
    "provider, endless, IAM-05",
    "provider, half a day and more, IAM-05",
    "provider, long-term, IAM-02 IAM-05 IAM-06",
    "provider, of a user, IAM-03",
    "provider, of the root, IAM-01 IAM-03",
    "provider, of a federated user, IAM-03",
    "provider, revoked, IAM-01 IAM-03 IAM-04",
    "provider, blank token, NoCredentials",
    "static, session, admitted",
    "static, ending, IAM-05",
    "static, over, ExpiredCredentials",
    "static, endless, IAM-05",
    "static, long-term, IAM-06 IAM-02",
    "static, revoked, IAM-01 IAM-03 IAM-04",
    "environment, session, admitted",
    "environment, endless, IAM-05",
    "environment, long-term, IAM-02 IAM-05 IAM-06",
    "property, session, IAM-06",
    "property, long-term, IAM-02 IAM-05 IAM-06",
    "profile, long-term, IAM-06",
    "profile, behind a role, IAM-06",
    "profile, behind the environment, IAM-06",
    "profile, endless, IAM-05",
    "profile, sso, configuration",
    "profile, signed in, admitted",
    "profile, signed in by an old client, admitted",
    "profile, signed in elsewhere, configuration",
    "profile, signed in once, NoCredentials",
    "profile, signed out, NoCredentials",
    "profile, never signed in, NoCredentials",
    "profile, signed in for nothing, ForbiddenException",
    "profile, process session, admitted",
    "profile, process ending, IAM-05",
    "profile, process of a user, IAM-03",
    "profile, process long-term, IAM-02 IAM-05 IAM-06",
    "profile, role over a process, admitted",
    "profile, role over a user, IAM-03",
    "profile, role over an instance, admitted",
    "profile, role over a container, admitted",
    "profile, role over a sign-in, admitted",
    "profile, role with a token, admitted",
    "profile, role of a customer, admitted",
    "profile, role of another customer, AccessDenied",
    "profile, role with a code, configuration",
    "profile, role over nobody, configuration",
    "profile, role over itself, configuration",
    "process, session, admitted",
    "process, of a user, IAM-03",
    "process, of the root, IAM-01 IAM-03",
    "process, ending, IAM-05",
    "process, endless, IAM-05",
    "process, over, ExpiredCredentials",
    "process, long-term, IAM-02 IAM-05 IAM-06",
    "process, no output, NoCredentials",
    "instance, session, admitted",
    "instance, version 1, NoCredentials",
    "instance, version 1 turned on, NoCredentials",
    "instance, over, MalformedAnswer",
    "sdk instance, session, IAM-05",
    "sdk profile, long-term, IAM-06",
    "sdk profile, behind a role, IAM-06",
    "sdk profile, behind the environment, IAM-06",
    "sdk profile, process session, admitted",
    "sdk default, long-term, IAM-06",
    "sdk default, behind a role, IAM-06",
    "role sdk profile, behind a role, IAM-06",
    "role sdk instance, session, admitted",
    "container, session, admitted",
    "container, over, MalformedAnswer",
    "container, elsewhere, configuration",
    "container, not set, configuration",
    "web, session, admitted",
    "web, no file, NoCredentials",
    "web, empty file, NoCredentials",
    "web, foreign token, InvalidIdentityToken",
    "iot, session, admitted",
    "iot, inactive, DeviceCertificateRefused",
    "iot, without a policy, DeviceAccessDenied",
    "iot, another thing, DeviceInvalidThing",
    "iot, repointed, IOT-09",
    "iot, no role named, IOT-09",
    "iot, open key, IOT-04",
    "role iot, session, admitted",
    "role iot, open key, IOT-04",
    "role provider, session, admitted",
    "role provider, ending, admitted",
    "role provider, endless, admitted",
    "role provider, over, ExpiredCredentials",
    "role provider, long-term, IAM-02 IAM-06",
    "role provider, of a user, IAM-03",
    "role provider, of the root, IAM-01 IAM-03",
    "role provider, of a federated user, IAM-03",
    "role provider, revoked, InvalidClientTokenId",
    "role static, long-term, IAM-06 IAM-02",
    "role environment, long-term, IAM-02 IAM-06",
    "role property, session, IAM-06",
    "role profile, long-term, IAM-06",
    "role process, session, admitted",
    "role process, of a user, IAM-03",
    "role instance, session, admitted",
    "role container, session, admitted",
    "role instance, version 1, NoCredentials",
    "role web, session, admitted",
    "role web, foreign token, InvalidIdentityToken"
  })
  void sources_areDecidedOn(String kind, String state, String expected)
      throws IOException, InterruptedException {
    assertThat(decision(made.source(kind, state))).isEqualTo(expected);
    made.metadata()
        .filter(server -> state.startsWith("version 1"))
        .ifPresent(
            server ->
                assertThat(server.requests())
                    .as("version 1 is never asked")
                    .noneMatch(request -> request.startsWith("GET ")));
  }
}
