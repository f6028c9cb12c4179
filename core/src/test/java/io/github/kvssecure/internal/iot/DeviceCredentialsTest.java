package io.github.kvssecure.internal.iot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.ConnectProxy;
import io.github.kvssecure.fake.MovableClock;
import io.github.kvssecure.fake.RecordedRenewals;
import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.CredentialSource.IotCertificate;
import io.github.kvssecure.identity.Device;
import io.github.kvssecure.identity.IotEndpoint;
import io.github.kvssecure.identity.RoleAlias;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.identity.StreamBinding;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.internal.aws.AwsClients;
import io.github.kvssecure.internal.aws.AwsEndpoints;
import io.github.kvssecure.internal.aws.CallerLookup;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts.LoopbackOption;
import io.github.kvssecure.internal.renewal.RenewalTerms;
import io.github.kvssecure.internal.renewal.RenewingCredentials;
import io.github.kvssecure.internal.transport.ProxyRoute;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.local.DeviceKeys;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.tls.ServerCertificate;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamName;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A device and the credentials provider over real mutual TLS. */
class DeviceCredentialsTest {

  private static final String OPERATION = "AssumeRoleWithCertificate";

  @TempDir Path directory;

  private final MovableClock clock =
      new MovableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final RecordedRenewals renewals = new RecordedRenewals();
  private LocalKvs kvs;
  private PolicyGate gate;
  private ProxyRoute proxies = ProxyRoute.DIRECT;

  @BeforeEach
  void start() {
    start(ServerCertificate.NORMAL);
  }

  private void start(ServerCertificate certificate) {
    kvs = LocalKvs.builder().clock(clock).certificate(certificate).start();
    gate = new PolicyGate(SecurityPolicy.strict(), clock, IngestListener.NONE);
    kvs.identities()
        .role(
            "device",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesisvideo:*","Resource":
             "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/${credentials-iot:ThingName}/*"}]}\
            """);
    kvs.things().roleAlias("cameras", "device", Duration.ofHours(1));
    kvs.things().roleAlias("repointed", "administrator", Duration.ofHours(1));
    kvs.things().roleAlias("too-long", "device", Duration.ofHours(13));
    kvs.things().roleAlias("dangling", "no-such-role", Duration.ofHours(1));
  }

  @AfterEach
  void stop() {
    kvs.close();
  }

  private IotCertificate source(DeviceKeys keys, String alias, String thing) {
    return CredentialSource.iot(
            new IotEndpoint(kvs.things().credentialsEndpoint()),
            RoleAlias.of(alias),
            Device.of(
                ThingName.of(thing),
                TestDevice.pem(directory, keys.privateKey(), keys.certificate())))
        .expectingRole(RoleArn.of(kvs.identities().roleArn("device")));
  }

  private RenewingCredentials credentials(IotCertificate source) {
    return credentials(source, kvs.caCertificate());
  }

  private RenewingCredentials credentials(IotCertificate source, X509Certificate authority) {
    AwsRegion region = AwsRegion.of(kvs.region());
    AwsClients clients =
        new AwsClients(AwsEndpoints.standIn(region, kvs.endpoint(), List.of(kvs.caCertificate())));
    return new RenewingCredentials(
        "device " + source.device().thing(),
        new DeviceIssuer(source, surroundings(authority), new CallerLookup(clients)::ask),
        RenewalTerms.of(clock, new Random(1), renewals));
  }

  private DeviceSurroundings surroundings(X509Certificate authority) {
    return new DeviceSurroundings(
        gate,
        AwsRegion.of(kvs.region()),
        Optional.of(new LoopbackOption(kvs.endpoint(), "a test on this machine")),
        TransportSettings.defaults()
            .withTrust(TlsContext.trustingOnly(List.of(authority)))
            .withProxies(proxies),
        clock);
  }

  private static CallerIdentity silent(SessionCredentials unused) {
    throw new ControlPlaneException("NoAnswer", false, "sts:GetCallerIdentity: no answer");
  }

  private long calls() {
    return kvs.calls().stream().filter(call -> call.operation().equals(OPERATION)).count();
  }

  private static ControlPlaneException refusal(RenewingCredentials credentials) {
    return catchThrowableOfType(ControlPlaneException.class, credentials::resolve);
  }

  private static Violation violation(RenewingCredentials credentials) {
    PolicyViolationException refused =
        catchThrowableOfType(PolicyViolationException.class, credentials::resolve);
    assertThat(refused).isNotNull();
    return refused.violations().get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  @ProvesSatisfied({"IOT-02", "IOT-04", "IOT-05", "IOT-08", "IOT-09", "IOT-10", "IOT-12"})
  void certificate_buysCredentialsThatAreHeld(String algorithm) {
    DeviceKeys keys = kvs.things().create("door", algorithm);
    try (RenewingCredentials credentials = credentials(source(keys, "cameras", "door"))) {
      SessionCredentials first = credentials.resolve();

      assertThat(first.expiration()).contains(clock.instant().plus(Duration.ofHours(1)));
      assertThat(credentials.resolve()).isSameAs(first);
      assertThat(calls()).isEqualTo(1);
      for (Control control :
          List.of(
              Control.IOT_02,
              Control.IOT_04,
              Control.IOT_05,
              Control.IOT_08,
              Control.IOT_09,
              Control.IOT_10,
              Control.IOT_12)) {
        assertThat(gate.report(List.of()).decisions().get(control))
            .isInstanceOf(Decision.Satisfied.class);
      }
    }
  }

  @Test
  @ProvesViolated("NET-08")
  void redirect_isRefusedAndNotFollowed() {
    DeviceKeys keys = kvs.things().create("door", "EC");
    kvs.arm(Fault.REDIRECT_302, OPERATION, 1);
    try (RenewingCredentials credentials = credentials(source(keys, "cameras", "door"))) {
      assertThat(violation(credentials).control()).isEqualTo(Control.NET_08);
      assertThat(calls()).isEqualTo(1);
    }
  }

  @Test
  @ProvesViolated("NET-11")
  void clockThatIsFarOffTheProviders_isRefusedByName() {
    DeviceKeys keys = kvs.things().create("door", "EC");
    IotCertificate source = source(keys, "cameras", "door");
    Clock late = Clock.offset(clock, Duration.ofSeconds(250));
    DeviceSurroundings surroundings =
        new DeviceSurroundings(
            gate,
            AwsRegion.of(kvs.region()),
            Optional.of(new LoopbackOption(kvs.endpoint(), "a test on this machine")),
            TransportSettings.defaults()
                .withTrust(TlsContext.trustingOnly(List.of(kvs.caCertificate()))),
            late);
    try (RenewingCredentials credentials =
        new RenewingCredentials(
            "device door",
            new DeviceIssuer(source, surroundings, DeviceCredentialsTest::silent),
            RenewalTerms.of(clock, new Random(1), renewals))) {
      assertThat(violation(credentials))
          .satisfies(refused -> assertThat(refused.control()).isEqualTo(Control.NET_11))
          .satisfies(refused -> assertThat(refused.found()).contains("250 s ahead of localhost"));
    }
  }

  /** It would otherwise end the stream of every device that reconnects while STS is throttled. */
  @Test
  void stsThatIsSilentForAMoment_isAskedAgain() {
    DeviceKeys keys = kvs.things().create("door", "EC");
    // As often as one call is tried.
    kvs.arm(Fault.HTTP_503, "GetCallerIdentity", 3);
    try (RenewingCredentials credentials = credentials(source(keys, "cameras", "door"))) {
      ControlPlaneException passing = refusal(credentials);
      assertThat(passing).isNotNull();
      assertThat(passing.isRetryable()).isTrue();

      clock.advance(Duration.ofMinutes(1));

      assertThat(credentials.resolve().expiration()).isPresent();
      assertThat(gate.report(List.of()).decisions().get(Control.IOT_09))
          .isInstanceOf(Decision.Satisfied.class);
    }
  }

  @Test
  void proxy_carriesTheCallThatItCannotRead() throws IOException {
    DeviceKeys keys = kvs.things().create("door", "EC");
    try (ConnectProxy proxy = new ConnectProxy(kvs.things().credentialsEndpoint().getPort())) {
      proxies = proxy.route();
      try (RenewingCredentials credentials = credentials(source(keys, "cameras", "door"))) {
        SessionCredentials bought = credentials.resolve();

        assertThat(proxy.requests()).singleElement().asString().startsWith("CONNECT localhost:");
        assertThat(proxy.carried()).isNotEmpty().doesNotContain("HTTP/1.1", "role-aliases");
        assertThat(bought.expiration()).isPresent();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "wrong-endpoint, DeviceWrongEndpoint, false",
    "wrong-thing, DeviceInvalidThing, false",
    "no-policy, DeviceAccessDenied, false",
    "absent, DeviceUnknownAlias, false",
    "dangling, DeviceRoleNotAssumable, false",
    "too-long, DeviceDurationTooLong, false",
    "inactive, DeviceCertificateRefused, false",
    "HTTP_403_DENIED, DeviceRefused, false",
    "HTTP_429, DeviceThrottled, true",
    "HTTP_500, DeviceServiceFailure, true",
    "HTTP_503, DeviceServiceFailure, true",
    "TRUNCATE_WITHOUT_CLOSE_NOTIFY, NoAnswer, true"
  })
  void refusal_isToldApart(String refusal, String errorCode, boolean retryable) {
    DeviceKeys keys = kvs.things().create("door");
    String thing = "door";
    String alias = "cameras";
    switch (refusal) {
      case "wrong-endpoint" -> kvs.things().moveToAnotherAccount(keys);
      case "wrong-thing" -> thing = "other";
      case "no-policy" -> kvs.things().detachPolicy(keys);
      case "inactive" -> kvs.things().deactivate(keys);
      case "absent", "dangling", "too-long" -> alias = refusal;
      default -> kvs.arm(Fault.valueOf(refusal), OPERATION, 1);
    }
    ControlPlaneException told = refusal(credentials(source(keys, alias, thing)));

    assertThat(told.isRetryable()).isEqualTo(retryable);
    assertThat(told.errorCode()).isEqualTo(errorCode);
    assertThat(told).message().contains("device " + thing).hasSizeLessThan(500);
  }

  @Test
  @ProvesViolated("IOT-10")
  void refusedDevice_isNotHotAndIsLockedOutInTheEnd() {
    DeviceKeys keys = kvs.things().create("door");
    kvs.things().detachPolicy(keys);
    RenewingCredentials credentials = credentials(source(keys, "cameras", "door"));
    for (int i = 1; i < DeviceIssuer.REFUSAL_LIMIT; i++) {
      assertThat(refusal(credentials).errorCode()).isEqualTo("DeviceAccessDenied");
      assertThat(refusal(credentials).errorCode()).isEqualTo("DeviceAccessDenied");
      assertThat(calls()).isEqualTo(i);
      clock.advance(Duration.ofMinutes(5));
    }
    assertThat(violation(credentials).control()).isEqualTo(Control.IOT_10);
    clock.advance(Duration.ofHours(6));
    assertThat(violation(credentials).control()).isEqualTo(Control.IOT_10);
    assertThat(calls()).isEqualTo(DeviceIssuer.REFUSAL_LIMIT);
  }

  @Test
  void credentials_areRenewedEarlyAndKeptWhileTheyLive() {
    DeviceKeys keys = kvs.things().create("door");
    RenewingCredentials credentials = credentials(source(keys, "cameras", "door"));
    SessionCredentials first = credentials.resolve();
    clock.advance(Duration.ofMinutes(41));
    assertThat(credentials.resolve()).isSameAs(first);
    clock.advance(Duration.ofMinutes(4));
    SessionCredentials second = credentials.resolve();
    assertThat(second.accessKeyId()).isNotEqualTo(first.accessKeyId());

    kvs.arm(Fault.HTTP_503, OPERATION, 100);
    clock.advance(Duration.ofMinutes(59));
    assertThat(credentials.resolve()).isSameAs(second);
    assertThat(renewals.last().cause()).get().asString().contains("HTTP 503");
    assertThat(renewals.last().aliveUntil()).isEqualTo(second.expiration());
    clock.advance(Duration.ofMinutes(1));
    assertThat(refusal(credentials).errorCode()).isEqualTo("DeviceServiceFailure");

    kvs.disarm();
    clock.advance(Duration.ofMinutes(6));
    assertThat(credentials.resolve().expiration())
        .contains(clock.instant().plus(Duration.ofHours(1)));
  }

  @Test
  @ProvesViolated("IOT-09")
  void aliasThatWasPointedElsewhere_isNoticed() {
    DeviceKeys keys = kvs.things().create("door");
    Violation violation = violation(credentials(source(keys, "repointed", "door")));
    assertThat(violation.control()).isEqualTo(Control.IOT_09);
    assertThat(violation.found()).contains("assumed-role/administrator/");
  }

  @Test
  void roleThatNobodyNamed_isRefusedUnderStrict() {
    DeviceKeys keys = kvs.things().create("door");
    IotCertificate named = source(keys, "cameras", "door");
    IotCertificate unnamed = CredentialSource.iot(named.endpoint(), named.alias(), named.device());
    assertThat(violation(credentials(unnamed)).found()).contains(".expectingRole(");
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerCertificate.class,
      names = {"WRONG_NAME", "IP_ONLY", "EXPIRED", "SELF_SIGNED_UNTRUSTED"})
  @ProvesViolated("IOT-02")
  void falseProvider_getsNothing(ServerCertificate certificate) {
    kvs.close();
    start(certificate);
    DeviceKeys keys = kvs.things().create("door");
    Violation violation = violation(credentials(source(keys, "cameras", "door")));
    assertThat(violation.control()).isEqualTo(Control.IOT_02);
    assertThat(calls()).isZero();
  }

  @Test
  @ProvesViolated("IOT-02")
  void providerThatAsksForNoCertificate_getsNothing() {
    DeviceKeys keys = kvs.things().create("door");
    IotCertificate right = source(keys, "cameras", "door");
    // The port of the control plane: the same certificate and name, but no mutual TLS.
    IotCertificate wrong =
        CredentialSource.iot(new IotEndpoint(kvs.endpoint()), right.alias(), right.device());
    assertThat(violation(credentials(wrong)).found()).contains("did not ask");
    assertThat(kvs.calls()).isEmpty();
  }

  @Test
  @ProvesViolated("IOT-02")
  void providerOfAnotherAuthority_getsNothing() {
    try (LocalKvs other = LocalKvs.start()) {
      DeviceKeys keys = kvs.things().create("door");
      RenewingCredentials credentials =
          credentials(source(keys, "cameras", "door"), other.caCertificate());
      assertThat(violation(credentials).control()).isEqualTo(Control.IOT_02);
    }
  }

  @Test
  @ProvesViolated("IOT-04")
  void keyThatWasOpened_isNotUsedForARenewal() {
    DeviceKeys keys = kvs.things().create("door");
    RenewingCredentials credentials = credentials(source(keys, "cameras", "door"));
    SessionCredentials first = credentials.resolve();
    TestDevice.mode(directory.resolve("device.key"), "rw-r--r--");
    clock.advance(Duration.ofMinutes(56));
    assertThat(credentials.resolve()).isSameAs(first);
    assertThat(calls()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(4));
    assertThat(violation(credentials).remedy()).startsWith("chmod 600 ");
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  @ProvesViolated("IOT-05")
  void keyOfAnotherDevice_isNotUsed() {
    DeviceKeys keys = kvs.things().create("door");
    DeviceKeys other = kvs.things().create("other");
    IotCertificate source = source(keys, "cameras", "door");
    TestDevice.pem(directory, other.privateKey(), keys.certificate());
    assertThat(violation(credentials(source)).control()).isEqualTo(Control.IOT_05);
    assertThat(calls()).isZero();
  }

  @Test
  void certificateThatIsOver_isNotShown() {
    DeviceKeys keys = kvs.things().create("door");
    RenewingCredentials credentials = credentials(source(keys, "cameras", "door"));
    clock.advance(Duration.ofDays(3));
    assertThat(refusal(credentials).errorCode()).isEqualTo("DeviceCertificateExpired");
    assertThat(calls()).isZero();
  }

  @Test
  @ProvesSatisfied("IOT-07")
  @ProvesViolated("IOT-07")
  void stream_isAdmittedIfItIsTheDevicesOwn() {
    DeviceKeys keys = kvs.things().create("door");
    IotCertificate source = source(keys, "cameras", "door");
    DeviceGuard guard = new DeviceGuard(source, surroundings(kvs.caCertificate()));
    guard.admit(StreamName.of("door"));
    assertThat(
            catchThrowableOfType(
                PolicyViolationException.class, () -> guard.admit(StreamName.of("door2"))))
        .isNotNull();
    Device byId = source.device().withStreamNamedBy(StreamBinding.byCertificateId());
    String id = new LoadedKey(keys.privateKey(), List.of(keys.certificate())).certificateId();
    new DeviceGuard(
            CredentialSource.iot(source.endpoint(), source.alias(), byId),
            surroundings(kvs.caCertificate()))
        .admit(StreamName.of(id));
  }

  @Test
  void nothingSecret_isLogged() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    root.addAppender(lines);
    root.setLevel(Level.TRACE);
    try {
      DeviceKeys keys = kvs.things().create("door");
      credentials(source(keys, "cameras", "door")).resolve();
    } finally {
      root.setLevel(before);
      root.detachAppender(lines);
    }
    String log =
        String.join("\n", lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    assertThat(log).contains("Credentials of device door until");
    assertThat(kvs.identities().secrets()).isNotEmpty();
    assertThat(kvs.identities().secrets()).noneMatch(log::contains);
  }
}
