package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.rule.Facts.EndpointUse;
import io.github.kvssecure.internal.gate.rule.Facts.LoopbackOption;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.ClockReading;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.EndpointOverrides;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.NamedProxy;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.ProxyLogin;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.ProxyUse;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.SignedHead;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.TlsEnvironment;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.NetworkPolicy;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.AwsRegion;
import java.net.URI;
import java.security.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules about endpoints, proxies, the clock and the signature. */
class NetworkRulesTest {

  private static final TlsEnvironment PLAIN_JVM =
      new TlsEnvironment(List.of("x25519", "secp256r1"), false);

  private static GateTrial blocking(Control control) {
    return GateTrial.of(control).under(SecurityPolicy.strict().raise(control, Severity.BLOCK));
  }

  private static EndpointUse govCloud(String host, Optional<LoopbackOption> loopback) {
    return new EndpointUse(
        "data endpoint", URI.create("https://" + host), AwsRegion.of("us-gov-west-1"), loopback);
  }

  @Test
  @ProvesViolated("NET-03")
  void overrideFromOutside_isNamed() {
    Violation violation =
        blocking(Control.NET_03)
            .refused(
                Rules.ENDPOINT_OVERRIDES,
                new EndpointOverrides(List.of("AWS_ENDPOINT_URL_STS"), Optional.of("unread")));

    assertThat(violation.found()).contains("AWS_ENDPOINT_URL_STS");
  }

  @Test
  @ProvesSatisfied("NET-03")
  void noOverride_isLetThrough() {
    assertThat(
            blocking(Control.NET_03)
                .satisfiedAlone(
                    Rules.ENDPOINT_OVERRIDES, new EndpointOverrides(List.of(), Optional.empty())))
        .isNotBlank();
  }

  @Test
  void profileThatCannotBeRead_isNotTakenForOneWithoutOverrides() {
    assertThat(
            GateTrial.of(Control.NET_03)
                .notEvaluated(
                    Rules.ENDPOINT_OVERRIDES,
                    new EndpointOverrides(List.of(), Optional.of("the profile is no text"))))
        .isEqualTo("the profile is no text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kinesisvideo.us-gov-west-1.amazonaws.com", "localhost:8443"})
  @ProvesViolated({"NET-10", "CMP-04"})
  void hostWithoutFips_isRefusedWhereFipsIsAskedFor(String host) {
    for (Control control : List.of(Control.NET_10, Control.CMP_04)) {
      assertThat(
              GateTrial.of(control)
                  .under(SecurityPolicy.fips())
                  .refused(Rules.DATA_ENDPOINT, govCloud(host, Optional.empty()))
                  .remedy())
          .contains("us-gov-west-1");
    }
  }

  @Test
  @ProvesSatisfied({"NET-10", "CMP-04"})
  void fipsHostOverAKnownProviderInFipsMode_isLetThrough() {
    EndpointUse use = govCloud("kinesisvideo-fips.us-gov-west-1.amazonaws.com", Optional.empty());
    SecurityPolicy policy =
        SecurityPolicy.strict()
            .withNetwork(
                NetworkPolicy.fips().withTls(TlsPolicy.fips().through(new KnownModule(true))));

    assertThat(GateTrial.of(Control.NET_10).under(policy).satisfied(Rules.ENDPOINT, use))
        .contains("kinesisvideo-fips");
    assertThat(GateTrial.of(Control.CMP_04).under(policy).satisfied(Rules.ENDPOINT, use))
        .contains("BCJSSE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kms.us-gov-west-1.amazonaws.com",
        "kms-fips.us-gov-east-1.amazonaws.com",
        "kms-fips.us-gov-west-1.amazonaws.com.example.com",
        "sts.us-gov-east-1.amazonaws.com",
        "abc.credentials.iot.us-gov-west-1.amazonaws.com",
        "abc.credentials.iot-fips.us-gov-west-1.amazonaws.com"
      })
  @ProvesViolated({"NET-10", "CMP-04"})
  void otherServiceWithoutFips_isRefusedWhereFipsIsAskedFor(String host) {
    for (Control control : List.of(Control.NET_10, Control.CMP_04)) {
      GateTrial.of(control)
          .under(SecurityPolicy.fips())
          .refused(Rules.SERVICE_ENDPOINT, govCloud(host, Optional.empty()));
    }
  }

  @Test
  void regularStsOutsideGovCloud_isNoFipsHost() {
    URI uri = URI.create("https://sts.us-east-1.amazonaws.com");
    EndpointUse use =
        new EndpointUse("STS endpoint", uri, AwsRegion.of("us-east-1"), Optional.empty());

    GateTrial.of(Control.NET_10).under(SecurityPolicy.fips()).refused(Rules.SERVICE_ENDPOINT, use);
  }

  @ParameterizedTest
  @ValueSource(strings = {"portal.sso", "oidc"})
  @ProvesViolated("NET-10")
  void identityCenterOutsideGovCloud_isNoFipsHost(String service) {
    URI uri = URI.create("https://" + service + ".us-east-1.amazonaws.com");
    EndpointUse use = new EndpointUse("portal", uri, AwsRegion.of("us-east-1"), Optional.empty());

    assertThat(
            GateTrial.of(Control.NET_10)
                .under(SecurityPolicy.fips())
                .refused(Rules.SERVICE_ENDPOINT, use)
                .remedy())
        .contains("CredentialSource.instanceRole()");
  }

  @Test
  void deviceWithoutFips_isToldTheHost() {
    EndpointUse use = govCloud("abc.credentials.iot.us-gov-west-1.amazonaws.com", Optional.empty());

    for (Control control : List.of(Control.NET_10, Control.CMP_04)) {
      assertThat(
              GateTrial.of(control)
                  .under(SecurityPolicy.fips())
                  .refused(Rules.SERVICE_ENDPOINT, use)
                  .remedy())
          .contains("IotEndpoint.of(\"data.credentials.iot-fips.us-gov-west-1.amazonaws.com\")");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kms-fips.us-gov-west-1.amazonaws.com",
        "sts.us-gov-west-1.amazonaws.com",
        "data.credentials.iot-fips.us-gov-west-1.amazonaws.com",
        "portal.sso.us-gov-west-1.amazonaws.com",
        "oidc.us-gov-west-1.amazonaws.com"
      })
  @ProvesSatisfied("NET-10")
  void otherServiceOfFips_isLetThrough(String host) {
    assertThat(
            GateTrial.of(Control.NET_10)
                .under(SecurityPolicy.fips())
                .satisfied(Rules.SERVICE_ENDPOINT, govCloud(host, Optional.empty())))
        .contains(host);
  }

  static List<Provider> providersThatProveNothing() {
    return List.of(
        new NamedProvider("Cheap", "not FIPS"),
        new NamedProvider("NotFIPS", "a provider"),
        new NamedProvider("ValidatedFIPS", "FIPS 140-3"),
        new NamedProvider("BCJSSE", "a namesake that cannot be asked, FIPS"),
        new KnownModule(false));
  }

  @ParameterizedTest
  @MethodSource("providersThatProveNothing")
  void providerThatIsUnknownOrNotInFipsMode_isNotTakenForAValidatedModule(Provider provider) {
    EndpointUse use = govCloud("kinesisvideo-fips.us-gov-west-1.amazonaws.com", Optional.empty());
    SecurityPolicy policy =
        SecurityPolicy.fips()
            .withNetwork(NetworkPolicy.fips().withTls(TlsPolicy.fips().through(provider)));

    assertThat(GateTrial.of(Control.CMP_04).under(policy).notEvaluated(Rules.ENDPOINT, use))
        .contains("cannot be told", "BCJSSE in FIPS mode");
  }

  @Test
  void cryptographyOfTheJvm_isNotTakenForAValidatedModule() {
    EndpointUse use = govCloud("kinesisvideo-fips.us-gov-west-1.amazonaws.com", Optional.empty());

    assertThat(
            GateTrial.of(Control.CMP_04)
                .under(SecurityPolicy.fips())
                .notEvaluated(Rules.ENDPOINT, use))
        .contains("cannot be told");
    assertThat(
            GateTrial.of(Control.CMP_04)
                .under(
                    SecurityPolicy.fips()
                        .withNetwork(NetworkPolicy.fips().withTls(TlsPolicy.strict())))
                .refused(Rules.ENDPOINT, use)
                .required())
        .contains("TlsPolicy.fips()");
  }

  @Test
  void fips_isNotJudgedUnlessAskedForNorOnAStandIn() {
    Optional<LoopbackOption> optedIn =
        Optional.of(new LoopbackOption(URI.create("https://localhost:1"), "tests need it"));
    for (Control control : List.of(Control.NET_10, Control.CMP_04)) {
      assertThat(
              GateTrial.of(control)
                  .notEvaluated(Rules.ENDPOINT, govCloud(Camera.HOST, Optional.empty())))
          .contains("asks for no FIPS");
      assertThat(
              GateTrial.of(control)
                  .under(SecurityPolicy.fips())
                  .notEvaluated(Rules.ENDPOINT, govCloud("localhost:1", optedIn)))
          .contains("tests need it");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {241, -241, 100_000})
  @ProvesViolated("NET-11")
  void clockThatIsFarOff_isRefusedByItsSkew(long seconds) {
    Violation violation =
        GateTrial.of(Control.NET_11)
            .under(SecurityPolicy.baseline())
            .refusedBy(Rules.CLOCK, new ClockReading("kvs", Duration.ofSeconds(seconds)));

    assertThat(violation.found())
        .contains(Math.abs(seconds) + " s " + (seconds < 0 ? "behind" : "ahead"));
  }

  @ParameterizedTest
  @ValueSource(longs = {61, -240})
  @ProvesViolated("NET-11")
  void clockThatIsALittleOff_isWarnedOfAndLetThrough(long seconds) {
    ClockReading reading = new ClockReading("kvs", Duration.ofSeconds(seconds));

    assertThat(GateTrial.of(Control.NET_11).tolerated(Rules.CLOCK, reading).found())
        .startsWith(Math.abs(seconds) + " s");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 60, -60})
  @ProvesSatisfied("NET-11")
  void clockThatIsRight_isLetThrough(long seconds) {
    ClockReading reading = new ClockReading("kvs", Duration.ofSeconds(seconds));

    assertThat(blocking(Control.NET_11).satisfiedAlone(Rules.CLOCK, reading)).contains("60 s");
  }

  @Test
  @ProvesViolated("NET-12")
  void unexpectedProxyAndPasswordInItsUrl_areNamed() {
    SecurityPolicy expecting =
        SecurityPolicy.strict()
            .raise(Control.NET_12, Severity.BLOCK)
            .withNetwork(NetworkPolicy.strict().expectingProxy("proxy.example", 3128));

    assertThat(blocking(Control.NET_12).refused(Rules.PROXY, proxy(true, ProxyLogin.NONE)).remedy())
        .contains("expectingProxy(\"proxy.example\", 3128)");
    assertThat(
            GateTrial.of(Control.NET_12)
                .under(expecting)
                .refused(Rules.PROXY, proxy(true, ProxyLogin.IN_URL))
                .found())
        .contains("user name or password");
  }

  @Test
  @ProvesSatisfied("NET-12")
  void noProxyOrAnExpectedOne_isLetThrough() {
    SecurityPolicy expecting =
        SecurityPolicy.strict()
            .raise(Control.NET_12, Severity.BLOCK)
            .withNetwork(NetworkPolicy.strict().expectingProxy("proxy.example", 3128));

    assertThat(blocking(Control.NET_12).satisfiedAlone(Rules.PROXY, new ProxyUse(Optional.empty())))
        .isEqualTo("no proxy");
    assertThat(
            GateTrial.of(Control.NET_12)
                .under(expecting)
                .satisfiedAlone(Rules.PROXY, proxy(true, ProxyLogin.NONE)))
        .contains("HTTPS_PROXY");
  }

  @ParameterizedTest
  @EnumSource(value = ProxyLogin.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  @ProvesViolated("NET-12")
  void passwordForAProxyWithoutTls_isRefusedWhateverTheSeverity(ProxyLogin login) {
    SecurityPolicy expecting =
        SecurityPolicy.strict()
            .withNetwork(NetworkPolicy.strict().expectingProxy("proxy.example", 3128));

    assertThat(
            GateTrial.of(Control.NET_12).under(expecting).refused(Rules.PROXY, proxy(false, login)))
        .satisfies(refused -> assertThat(refused.found()).contains("without TLS"))
        .satisfies(refused -> assertThat(refused.remedy()).contains("HTTPS_PROXY=https://"));
  }

  private static ProxyUse proxy(boolean tls, ProxyLogin login) {
    return new ProxyUse(
        Optional.of(new NamedProxy("HTTPS_PROXY", "proxy.example", 3128, tls, login)));
  }

  @Test
  @ProvesViolated("NET-13")
  void unsignedHeader_isRefused() {
    Set<String> sent = Set.of("host", "x-amz-date", "x-amzn-stream-arn", "user-agent");

    assertThat(
            GateTrial.of(Control.NET_13)
                .refused(
                    Rules.SIGNED_HEAD,
                    new SignedHead(Camera.STREAM, sent, Set.of("host", "x-amz-date")))
                .found())
        .contains("x-amzn-stream-arn")
        .doesNotContain("user-agent");
    assertThat(
            GateTrial.of(Control.NET_13)
                .refused(
                    Rules.SIGNED_HEAD,
                    new SignedHead(Camera.STREAM, Set.of("host"), Set.of("host")))
                .found())
        .contains("missing");
  }

  @Test
  @ProvesSatisfied("NET-13")
  void headSignedWhole_isLetThrough() {
    Set<String> sent = Set.of("host", "x-amz-date", "x-amzn-stream-arn", "user-agent");
    Set<String> signed = Set.of("host", "x-amz-date", "x-amzn-stream-arn");

    assertThat(
            GateTrial.of(Control.NET_13)
                .satisfiedAlone(Rules.SIGNED_HEAD, new SignedHead(Camera.STREAM, sent, signed)))
        .contains("x-amzn-stream-arn");
  }

  @Test
  @ProvesViolated({"NET-14", "NET-16"})
  void classicalGroupsAndNoRevocation_areRefusedWhereThePolicyAsksForMore() {
    assertThat(blocking(Control.NET_14).refused(Rules.TLS_ENVIRONMENT, PLAIN_JVM).found())
        .contains("x25519");
    assertThat(blocking(Control.NET_16).refused(Rules.TLS_ENVIRONMENT, PLAIN_JVM).remedy())
        .contains("checkRevocation");
  }

  @Test
  void classicalGroupsAndNoRevocation_areNotEvaluatedWhereThePolicyOnlyInforms() {
    assertThat(GateTrial.of(Control.NET_14).notEvaluated(Rules.TLS_ENVIRONMENT, PLAIN_JVM))
        .contains("raise(Control.NET_14");
    assertThat(GateTrial.of(Control.NET_16).notEvaluated(Rules.TLS_ENVIRONMENT, PLAIN_JVM))
        .contains("raise(Control.NET_16");
  }

  @Test
  @ProvesSatisfied({"NET-14", "NET-16"})
  void hybridGroupAndRevocation_areSeen() {
    TlsEnvironment jvm = new TlsEnvironment(List.of("X25519MLKEM768", "x25519"), true);

    assertThat(blocking(Control.NET_14).satisfied(Rules.TLS_ENVIRONMENT, jvm))
        .contains("X25519MLKEM768");
    assertThat(blocking(Control.NET_16).satisfied(Rules.TLS_ENVIRONMENT, jvm)).contains("true");
    assertThat(
            GateTrial.of(Control.NET_14)
                .notEvaluated(Rules.TLS_ENVIRONMENT, new TlsEnvironment(List.of(), true)))
        .contains("does not tell");
  }

  /** A provider that says of itself what a validated module says. */
  private static class NamedProvider extends Provider {

    private static final long serialVersionUID = 1L;

    NamedProvider(String name, String info) {
      super(name, "1.0", info);
      put("SSLContext.TLS", "none");
    }
  }

  /** As Bouncy Castle's, which has one name in both modes. */
  public static final class KnownModule extends NamedProvider {

    private static final long serialVersionUID = 1L;

    private final boolean fipsMode;

    KnownModule(boolean fipsMode) {
      super("BCJSSE", "a stand-in for a validated module");
      this.fipsMode = fipsMode;
    }

    /** Asked by reflection. */
    public boolean isFipsMode() {
      return fipsMode;
    }
  }
}
