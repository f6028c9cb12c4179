package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeMediaProducerProvider;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.Device;
import io.github.kvssecure.identity.DeviceKey;
import io.github.kvssecure.identity.IamPolicyDocument;
import io.github.kvssecure.identity.IotEndpoint;
import io.github.kvssecure.identity.RoleAlias;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.internal.iot.TestDevice;
import io.github.kvssecure.local.DeviceKeys;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;

/**
 * What is judged when a producer is built, seen from the builder: that each rule is asked, and
 * about the right thing. Nothing here touches the network.
 */
class StartControlsTest {

  private static final CredentialSource TEMPORARY =
      CredentialSource.of(
          () -> AwsSessionCredentials.create("ASIAEXAMPLEEXAMPLE01", Camera.SECRET, Camera.TOKEN));
  private static final String HOST =
      "c2sakl5huz0afv.credentials.iot." + Camera.REGION.id() + ".amazonaws.com";

  private static LocalKvs kvs;
  private static DeviceKeys device;

  @TempDir private Path directory = Path.of("");

  @BeforeAll
  static void makeDevice() {
    kvs = LocalKvs.start();
    device = kvs.things().create("front-door");
  }

  @AfterAll
  static void stop() {
    kvs.close();
  }

  private static SecureProducer.Builder builder(CredentialSource source) {
    return SecureProducer.builder(Camera.REGION, source)
        .mediaProducer(new FakeMediaProducerProvider());
  }

  private static List<Control> refused(SecureProducer.Builder builder) {
    PolicyViolationException refusal =
        catchThrowableOfType(PolicyViolationException.class, builder::build);
    assertThat(refusal).as("refusal").isNotNull();
    return refusal.violations().stream().map(Violation::control).toList();
  }

  private static Decision decided(SecureProducer.Builder builder, Control control) {
    try (SecureProducer producer = builder.build()) {
      return Objects.requireNonNull(producer.report().decisions().get(control), "not decided");
    }
  }

  private DeviceKey pem() {
    return TestDevice.pem(directory, device.privateKey(), device.certificate());
  }

  private static CredentialSource.IotCertificate unnamedRole(String host, DeviceKey key) {
    return CredentialSource.iot(
        IotEndpoint.of(host), RoleAlias.of("cameras"), Device.of(ThingName.of("front-door"), key));
  }

  private static CredentialSource source(String host, DeviceKey key) {
    return unnamedRole(host, key)
        .expectingRole(RoleArn.of("arn:aws:iam::123456789012:role/camera"));
  }

  @Test
  void goodDevice_isAdmittedAndWarnedOfTheEndOfItsCertificate() {
    try (SecureProducer producer = builder(source(HOST, pem())).build()) {
      var decisions = producer.report().decisions();
      assertThat(
              List.of(
                  Control.IOT_01, Control.IOT_03, Control.IOT_04, Control.IOT_05, Control.IOT_12))
          .allSatisfy(
              control -> assertThat(decisions.get(control)).isInstanceOf(Decision.Satisfied.class));
      assertThat(decisions.get(Control.IOT_06)).isInstanceOf(Decision.Violated.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "c2sakl5huz0afv.credentials.iot.eu-west-1.amazonaws.com",
    "credentials.iot.example.com",
    "http://c2sakl5huz0afv.credentials.iot.eu-central-1.amazonaws.com"
  })
  void endpointOfSomebodyElse_isRefused(String host) {
    assertThat(refused(builder(source(host, pem())))).containsExactly(Control.IOT_01);
  }

  @Test
  void openKeyFile_isRefused() {
    DeviceKey key = pem();
    TestDevice.mode(directory.resolve("device.key"), "rw-r--r--");

    assertThat(refused(builder(source(HOST, key)))).containsExactly(Control.IOT_04);
  }

  /** As Kubernetes mounts a secret: each file leads through a link to a directory. */
  private DeviceKey mountedSecret() throws IOException {
    Path data = Files.createDirectory(directory.resolve("..2026_11_28"));
    TestDevice.pem(data, device.privateKey(), device.certificate());
    Files.createSymbolicLink(directory.resolve("..data"), data.getFileName());
    for (String name : List.of("device.key", "device.crt")) {
      Files.createSymbolicLink(directory.resolve(name), Path.of("..data", name));
    }
    return DeviceKey.pem(directory.resolve("device.key"), directory.resolve("device.crt"));
  }

  @Test
  void mountedSecret_isRefusedAndUsableOnceThatIsWaived() throws IOException {
    CredentialSource source = source(HOST, mountedSecret());

    PolicyViolationException refusal =
        catchThrowableOfType(PolicyViolationException.class, () -> builder(source).build());
    assertThat(refusal.violations())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.control()).isEqualTo(Control.IOT_04);
              assertThat(violation.found()).contains("is a symbolic link");
              assertThat(violation.remedy()).contains("insecurelyWaive(Control.IOT_04");
            });

    SecurityPolicy waived =
        SecurityPolicy.strict()
            .insecurelyWaive(
                Control.IOT_04,
                "the cluster mounts secrets as links",
                LocalDate.now(ZoneOffset.UTC).plusDays(30));
    assertThat(decided(builder(source).policy(waived), Control.IOT_05))
        .isInstanceOf(Decision.Satisfied.class);
  }

  @Test
  void keyOfAnotherDevice_isRefused() {
    DeviceKey key =
        TestDevice.pem(directory, kvs.things().create("other").privateKey(), device.certificate());

    assertThat(refused(builder(source(HOST, key)))).containsExactly(Control.IOT_05);
  }

  @Test
  void deviceWithoutAnExpectedRole_isRefusedByStrictBeforeAnythingIsOpened() {
    CredentialSource source = unnamedRole(HOST, pem());

    assertThat(refused(builder(source))).containsExactly(Control.IOT_09);
    assertThat(decided(builder(source).policy(SecurityPolicy.baseline()), Control.IOT_09))
        .isInstanceOf(Decision.NotEvaluated.class);
  }

  /** The JDK reads the property before TLS is first used, and knows no such word. */
  @Test
  void switchThatWritesPlainText_isRefusedForDevicesAndWarnedOfForOthers() {
    String before = System.getProperty("javax.net.debug");
    System.setProperty("javax.net.debug", "nothing");
    try {
      assertThat(refused(builder(source(HOST, pem())))).containsExactly(Control.IOT_12);
      assertThat(decided(builder(TEMPORARY), Control.BP_05)).isInstanceOf(Decision.Violated.class);
    } finally {
      if (before == null) {
        System.clearProperty("javax.net.debug");
      } else {
        System.setProperty("javax.net.debug", before);
      }
    }
  }

  @Test
  void providerThatMayFallBackToVersionOne_isWarnedOf() {
    assertThat(
            decided(
                builder(CredentialSource.of(InstanceProfileCredentialsProvider.create())),
                Control.IAM_07))
        .isInstanceOf(Decision.Violated.class);
    assertThat(decided(builder(CredentialSource.instanceRole()), Control.IAM_07))
        .isInstanceOf(Decision.Satisfied.class);
  }

  @ParameterizedTest
  @CsvSource({
    "KMS_11, kinesis-video:PutMedia, Violated",
    "KMS_11, kinesisvideo:GetStreamingEndpoint, Violated",
    "BP_09, kinesisvideo:GetStreamingEndpoint, Violated",
    "KMS_11, kinesisvideo:PutMedia, Satisfied",
    "BP_09, kinesisvideo:PutMedia, Satisfied"
  })
  void documents_areReviewed(Control control, String action, String decision) {
    IamPolicyDocument document =
        new IamPolicyDocument(
            "role.json",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s",
             "Resource":"arn:aws:kinesisvideo:eu-central-1:123456789012:stream/cam1/*"}]}"""
                .formatted(action));

    assertThat(decided(builder(TEMPORARY).reviewing(document), control).getClass().getSimpleName())
        .isEqualTo(decision);
  }
}
