package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Handshakes;
import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.identity.StreamBinding;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.internal.gate.rule.Facts.EndpointUse;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeDone;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeFailed;
import io.github.kvssecure.internal.gate.rule.Facts.LoopbackOption;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceConnection;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceKeyPair;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceRefusals;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceRole;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceSession;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceStream;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceTrust;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceUploads;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceValidity;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules about devices, each with facts on both sides of its line. */
class IotRulesTest {

  private static final ThingName THING = ThingName.of("front-door");
  private static final String PROVIDER =
      "c2sakl5huz0afv.credentials.iot.eu-central-1.amazonaws.com";
  private static final RoleArn ROLE = RoleArn.of("arn:aws:iam::123456789012:role/path/device");

  /** A trial that refuses what the catalogue only warns of, so that the decision is seen. */
  private static GateTrial blocking(Control control) {
    return GateTrial.of(control).under(SecurityPolicy.strict().raise(control, Severity.BLOCK));
  }

  private static EndpointUse endpoint(String uri) {
    return new EndpointUse(
        "credentials endpoint", URI.create(uri), Camera.REGION, Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://" + PROVIDER,
        "https://" + PROVIDER + ":8443",
        "https://" + PROVIDER + "/path",
        "https://" + PROVIDER + "?query",
        "https://user@" + PROVIDER,
        "https://" + PROVIDER + ".evil.example",
        "https://evil.example/" + PROVIDER,
        "https://c2sakl5huz0afv-ats.iot.eu-central-1.amazonaws.com",
        "https://c2sakl5huz0afv.credentials.iot.us-east-1.amazonaws.com",
        "https://a.b.credentials.iot.eu-central-1.amazonaws.com",
        "https://10.0.0.1",
        "https://localhost:8443"
      })
  @ProvesViolated("IOT-01")
  void endpointOfAnotherShapeOrRegion_isRefused(String uri) {
    assertThat(GateTrial.of(Control.IOT_01).refused(IotRules.ENDPOINT, endpoint(uri)).remedy())
        .contains("PREFIX.credentials.iot.eu-central-1.amazonaws.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://" + PROVIDER,
        "https://" + PROVIDER + ":443/",
        "https://data.credentials.iot-fips.eu-central-1.amazonaws.com"
      })
  @ProvesSatisfied("IOT-01")
  void endpointOfTheRegion_isLetThrough(String uri) {
    GateTrial.of(Control.IOT_01).satisfiedAlone(IotRules.ENDPOINT, endpoint(uri));
  }

  @Test
  void endpointOfAStandIn_isNotEvaluated() {
    LoopbackOption option = new LoopbackOption(URI.create("https://localhost:1"), "a good reason");
    EndpointUse facts =
        new EndpointUse("e", URI.create("https://localhost:9"), Camera.REGION, Optional.of(option));
    assertThat(GateTrial.of(Control.IOT_01).notEvaluated(IotRules.ENDPOINT, facts))
        .contains("a good reason");
    assertThat(GateTrial.of(Control.IOT_01).refusesUnevaluated(IotRules.ENDPOINT, facts)).isFalse();
  }

  @Test
  @ProvesViolated("IOT-02")
  void connectionThatIsNotMutualOrNotStrong_isRefused() {
    GateTrial trial = GateTrial.of(Control.IOT_02);
    for (DeviceConnection facts :
        List.of(
            new DeviceConnection(Camera.HOST, new HandshakeDone(Handshakes.good()), false),
            new DeviceConnection(PROVIDER, new HandshakeDone(Handshakes.good()), true),
            connection("TLSv1.1", "TLS_AES_256_GCM_SHA384"),
            connection("TLSv1.2", "TLS_RSA_WITH_AES_128_GCM_SHA256"),
            new DeviceConnection(
                Camera.HOST, new HandshakeDone(Handshakes.peer("", List.of(Camera.HOST))), true),
            new DeviceConnection(
                Camera.HOST, new HandshakeFailed(Camera.HOST, Failure.PEER_NAME, "no"), false))) {
      trial.refused(IotRules.CONNECTION, facts);
    }
  }

  private static DeviceConnection connection(String protocol, String suite) {
    return new DeviceConnection(
        Camera.HOST, new HandshakeDone(Handshakes.tls(protocol, suite)), true);
  }

  @Test
  @ProvesSatisfied("IOT-02")
  void mutualConnectionWithTheEndpoint_isLetThrough() {
    GateTrial.of(Control.IOT_02)
        .satisfiedAlone(
            IotRules.CONNECTION,
            new DeviceConnection(Camera.HOST, new HandshakeDone(Handshakes.good()), true));
  }

  private static DeviceTrust trust(List<IotFacts.Anchor> anchors, String region) {
    return new DeviceTrust(THING, anchors, AwsRegion.of(region), Optional.empty());
  }

  @Test
  @ProvesViolated("IOT-03")
  void authorityBesideTheRootsOfAws_isNamed() {
    GateTrial trial = blocking(Control.IOT_03);
    var foreign = new IotFacts.Anchor("00".repeat(32), "CN=Corporate Inspection");
    assertThat(trial.refused(IotRules.TRUST, trust(List.of(foreign), "eu-central-1")).found())
        .contains("CN=Corporate Inspection");
    trial.refused(IotRules.TRUST, trust(List.of(), "eu-central-1"));
    assertThat(trial.notEvaluated(IotRules.TRUST, trust(List.of(foreign), "cn-north-1")))
        .contains("aws-cn");
  }

  @Test
  @ProvesSatisfied("IOT-03")
  void rootsOfAws_areLetThrough() {
    List<IotFacts.Anchor> roots =
        AmazonRoots.SHA256.stream().map(hash -> new IotFacts.Anchor(hash, "CN=root")).toList();
    blocking(Control.IOT_03).satisfiedAlone(IotRules.TRUST, trust(roots, "us-gov-west-1"));
  }

  @Test
  void jvmTrust_holdsMoreThanTheRootsOfAws() {
    assertThat(TlsContext.jvmTrust().authorities()).hasSizeGreaterThan(AmazonRoots.SHA256.size());
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, 1024,, true, RSA of 1024 bits",
    "EC, 256,, true, EC of 256 bits",
    "EdDSA, 0,, true, EdDSA",
    "RSA, 2048,, false, does not belong",
    "EC, 256, P-256, false, does not belong"
  })
  @ProvesViolated("IOT-05")
  void weakOrForeignKey_isRefused(
      String algorithm, int bits, String curve, boolean matches, String found) {
    var facts = new DeviceKeyPair(THING, algorithm, bits, Optional.ofNullable(curve), matches);
    assertThat(GateTrial.of(Control.IOT_05).refused(IotRules.KEY_PAIR, facts).found())
        .contains(found);
  }

  @ParameterizedTest
  @CsvSource({"RSA, 2048,", "RSA, 4096,", "EC, 256, P-256", "EC, 521, P-521"})
  @ProvesSatisfied("IOT-05")
  void strongKeyOfTheCertificate_isLetThrough(String algorithm, int bits, String curve) {
    var facts = new DeviceKeyPair(THING, algorithm, bits, Optional.ofNullable(curve), true);
    GateTrial.of(Control.IOT_05).satisfiedAlone(IotRules.KEY_PAIR, facts);
  }

  private static DeviceValidity validity(long daysFrom, long daysTo) {
    return new DeviceValidity(
        THING,
        Camera.NOW.plus(Duration.ofDays(daysFrom)),
        Camera.NOW.plus(Duration.ofDays(daysTo)),
        Camera.NOW);
  }

  @ParameterizedTest
  @CsvSource({"1, 100, valid only from", "-9, -1, ended at", "-9, 29, ends at"})
  @ProvesViolated("IOT-06")
  void certificateThatIsNotValidForLong_isNamed(long from, long to, String found) {
    assertThat(blocking(Control.IOT_06).refused(IotRules.VALIDITY, validity(from, to)).found())
        .contains(found);
  }

  @Test
  @ProvesSatisfied("IOT-06")
  void certificateThatIsValidForLong_isLetThrough() {
    blocking(Control.IOT_06).satisfiedAlone(IotRules.VALIDITY, validity(-1, 31));
  }

  private static DeviceStream stream(String thing, StreamBinding binding, String stream) {
    return new DeviceStream(ThingName.of(thing), binding, "ab".repeat(32), StreamName.of(stream));
  }

  @Test
  @ProvesViolated("IOT-07")
  void streamOfAnotherDevice_isRefused() {
    GateTrial trial = GateTrial.of(Control.IOT_07);
    for (DeviceStream facts :
        List.of(
            stream("cam1", StreamBinding.byThingName(), "cam10"),
            stream("cam1", StreamBinding.byThingName(), "Cam1"),
            stream("cam:1", StreamBinding.byThingName(), "cam-1"),
            stream("cam1", StreamBinding.byCertificateId(), "cam1"),
            stream("cam1", StreamBinding.byCertificateId(), "AB".repeat(32)),
            stream("cam1", StreamBinding.fixed("lobby"), "cam1"))) {
      assertThat(trial.refused(IotRules.STREAM, facts).remedy()).contains("withStreamNamedBy");
    }
  }

  @Test
  @ProvesSatisfied("IOT-07")
  void ownStreamInAllThreeWays_isLetThrough() {
    GateTrial trial = GateTrial.of(Control.IOT_07);
    trial.satisfiedAlone(IotRules.STREAM, stream("cam1", StreamBinding.byThingName(), "cam1"));
    trial.satisfiedAlone(
        IotRules.STREAM, stream("x", StreamBinding.byCertificateId(), "ab".repeat(32)));
    trial.satisfiedAlone(IotRules.STREAM, stream("x", StreamBinding.fixed("lobby"), "lobby"));
  }

  private static DeviceSession session(String keyId, Optional<String> token, Duration life) {
    return new DeviceSession(
        THING,
        SessionCredentials.of(keyId, Camera.SECRET, token, Optional.of(Camera.NOW.plus(life))),
        Camera.NOW);
  }

  @Test
  @ProvesViolated("IOT-08")
  void credentialsOfNoBoundedSession_areRefused() {
    GateTrial trial = GateTrial.of(Control.IOT_08);
    Optional<String> token = Optional.of(Camera.TOKEN);
    for (DeviceSession facts :
        List.of(
            session("AKIAEXAMPLE", token, Duration.ofHours(1)),
            session("ASIAEXAMPLE", Optional.empty(), Duration.ofHours(1)),
            session("ASIAEXAMPLE", token, Duration.ZERO),
            session("ASIAEXAMPLE", token, Duration.ofHours(-1)),
            session("ASIAEXAMPLE", token, Duration.ofHours(13)))) {
      assertThat(trial.refused(IotRules.SESSION, facts).toString())
          .doesNotContain(Camera.SECRET, Camera.TOKEN);
    }
    trial.refused(
        IotRules.SESSION,
        new DeviceSession(
            THING,
            SessionCredentials.of("ASIAEXAMPLE", Camera.SECRET, token, Optional.empty()),
            Camera.NOW));
  }

  @Test
  @ProvesSatisfied("IOT-08")
  void boundedSession_isLetThrough() {
    GateTrial.of(Control.IOT_08)
        .satisfiedAlone(
            IotRules.SESSION,
            session("ASIAEXAMPLE", Optional.of(Camera.TOKEN), Duration.ofHours(12)));
  }

  private static DeviceRole role(String account, String arn) {
    return new DeviceRole(THING, Optional.of(ROLE), Optional.of(new CallerIdentity(account, arn)));
  }

  @ParameterizedTest
  @CsvSource({
    "123456789012, arn:aws:sts::123456789012:assumed-role/admin/s",
    "123456789012, arn:aws:sts::123456789012:assumed-role/device2/s",
    "999999999999, arn:aws:sts::999999999999:assumed-role/device/s",
    "123456789012, arn:aws:iam::123456789012:user/device",
    "123456789012, arn:aws-cn:sts::123456789012:assumed-role/device/s"
  })
  @ProvesViolated("IOT-09")
  void anotherRole_isRefused(String account, String arn) {
    GateTrial.of(Control.IOT_09).refused(IotRules.ROLE, role(account, arn));
  }

  @Test
  @ProvesSatisfied("IOT-09")
  void expectedRole_isLetThrough() {
    GateTrial trial = GateTrial.of(Control.IOT_09);
    trial.satisfiedAlone(
        IotRules.ROLE,
        role("123456789012", "arn:aws:sts::123456789012:assumed-role/device/0123abcd"));
    DeviceRole unknown = new DeviceRole(THING, Optional.empty(), Optional.empty());
    assertThat(trial.notEvaluated(IotRules.ROLE, unknown)).contains(".expectingRole(");
    assertThat(trial.refusesUnevaluated(IotRules.ROLE, unknown)).isTrue();
    DeviceRole unanswered = new DeviceRole(THING, Optional.of(ROLE), Optional.empty());
    assertThat(trial.notEvaluated(IotRules.ROLE, unanswered)).contains("STS");
  }

  @Test
  @ProvesViolated("IOT-10")
  void tooManyRefusals_lockTheDeviceOut() {
    var facts = new DeviceRefusals(THING, 5, 5, "HTTP 403");
    assertThat(GateTrial.of(Control.IOT_10).refused(IotRules.REFUSALS, facts).found())
        .contains("5 refusals", "HTTP 403");
  }

  @Test
  @ProvesSatisfied("IOT-10")
  void fewRefusals_areLetThrough() {
    GateTrial.of(Control.IOT_10)
        .satisfiedAlone(IotRules.REFUSALS, new DeviceRefusals(THING, 4, 5, "HTTP 403"));
  }

  @Test
  @ProvesViolated("IOT-11")
  void repeatedSecondUpload_isNamed() {
    GateTrial trial = blocking(Control.IOT_11);
    trial.refused(IotRules.UPLOADS, new DeviceUploads(THING, Camera.STREAM, 3));
    trial.notEvaluated(IotRules.UPLOADS, new DeviceUploads(THING, Camera.STREAM, 2));
  }

  @Test
  @ProvesSatisfied("IOT-11")
  void soleUpload_isLetThrough() {
    blocking(Control.IOT_11)
        .satisfiedAlone(IotRules.UPLOADS, new DeviceUploads(THING, Camera.STREAM, 0));
  }

  @Test
  @ProvesViolated("IOT-12")
  void switchThatWritesOutTls_isRefused() {
    var facts = new IotFacts.DeviceCall(THING, List.of("javax.net.debug"));
    assertThat(GateTrial.of(Control.IOT_12).refused(IotRules.CALL, facts).remedy())
        .contains("-Djavax.net.debug");
  }

  @Test
  @ProvesSatisfied("IOT-12")
  void quietProcess_isLetThrough() {
    GateTrial.of(Control.IOT_12)
        .satisfiedAlone(IotRules.CALL, new IotFacts.DeviceCall(THING, List.of()));
  }
}
