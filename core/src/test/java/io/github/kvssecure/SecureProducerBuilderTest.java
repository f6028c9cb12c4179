package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.Authorities;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeMediaProducerProvider;
import io.github.kvssecure.fake.RecordedEvents;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class SecureProducerBuilderTest {

  private static final CredentialSource LONG_TERM =
      CredentialSource.of(
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create("AKIAEXAMPLEEXAMPLE01", Camera.SECRET)));
  private static final CredentialSource TEMPORARY =
      CredentialSource.of(
          StaticCredentialsProvider.create(
              AwsSessionCredentials.create("ASIAEXAMPLEEXAMPLE01", Camera.SECRET, Camera.TOKEN)));

  private final FakeMediaProducerProvider media = new FakeMediaProducerProvider();
  private final RecordedEvents events = new RecordedEvents();

  private static LoopbackEndpoint standIn() throws GeneralSecurityException {
    return LoopbackEndpoint.of(URI.create("https://localhost:8443"), Authorities.any());
  }

  private static SecureProducer.Builder builder(CredentialSource source) {
    return SecureProducer.builder(Camera.REGION, source);
  }

  @Test
  void everyFault_isRefusedTogetherBeforeAnythingIsLoaded() {
    SecureProducer.Builder builder =
        builder(LONG_TERM)
            .policy(SecurityPolicy.strict().inRegions(AwsRegion.of("eu-west-1")))
            .mediaProducer(media)
            .listener(events);

    PolicyViolationException refusal =
        catchThrowableOfType(PolicyViolationException.class, builder::build);

    assertThat(refusal.violations())
        .extracting(Violation::control)
        .containsExactly(Control.CMP_01, Control.IAM_06, Control.IAM_02);
    assertThat(refusal.getMessage()).doesNotContain(Camera.SECRET);
    assertThat(media.loads()).isZero();
    assertThat(events.of(IngestEvent.ProducerBuilt.class)).isEmpty();
  }

  @Test
  void goodProducer_tellsPolicyAndReport() {
    try (SecureProducer producer =
        builder(TEMPORARY).mediaProducer(media).listener(events).build()) {
      assertThat(producer.report().decisions().get(Control.NET_01))
          .isInstanceOf(Decision.Satisfied.class);
      assertThat(producer.report().insecureOptions()).isEmpty();
    }

    assertThat(media.loads()).isEqualTo(1);
    assertThat(events.of(IngestEvent.ProducerBuilt.class))
        .singleElement()
        .satisfies(
            built -> {
              assertThat(built.policy().name()).isEqualTo("strict");
              assertThat(built.mediaProducer()).isEqualTo("fake");
            });
  }

  @Test
  void fipsProducer_callsHostsOfFipsOnly() {
    try (SecureProducer producer =
        SecureProducer.builder(AwsRegion.of("us-gov-west-1"), TEMPORARY)
            .policy(SecurityPolicy.fips())
            .mediaProducer(media)
            .listener(events)
            .build()) {
      assertThat(producer.report().decisions().get(Control.NET_10))
          .isInstanceOf(Decision.Satisfied.class);
    }

    assertThat(events.of(IngestEvent.ControlDecided.class))
        .extracting(IngestEvent.ControlDecided::decision)
        .filteredOn(decision -> decision.control() == Control.NET_10)
        .containsExactly(
            new Decision.Satisfied(Control.NET_10, "https://kms-fips.us-gov-west-1.amazonaws.com"),
            new Decision.Satisfied(Control.NET_10, "https://sts.us-gov-west-1.amazonaws.com"),
            new Decision.Satisfied(
                Control.NET_10, "https://kinesisvideo-fips.us-gov-west-1.amazonaws.com"));
  }

  @Test
  void standIn_isReportedWithItsReason() throws Exception {
    try (SecureProducer producer =
        builder(TEMPORARY)
            .mediaProducer(media)
            .listener(events)
            .policy(
                SecurityPolicy.strict()
                    .insecurelyWaive(
                        Control.KMS_01,
                        "the key is being replaced",
                        LocalDate.now(ZoneOffset.UTC).plusDays(90)))
            .insecurelyUseLoopbackEndpoint(standIn(), "tests need a stand-in")
            .build()) {
      assertThat(producer.report().insecureOptions())
          .singleElement()
          .asString()
          .contains("https://localhost:8443", "tests need a stand-in");
      assertThat(producer.report().waivers()).hasSize(1);
      assertThat(producer.report().decisions().get(Control.NET_02))
          .isInstanceOf(Decision.NotEvaluated.class);
    }
  }

  @Test
  void listenerThatThrows_doesNotKeepTheProducerFromBeingBuilt() {
    try (SecureProducer producer =
        builder(TEMPORARY)
            .mediaProducer(media)
            .listener(
                event -> {
                  throw new IllegalStateException("a listener's own fault");
                })
            .build()) {
      assertThat(producer.report().decisions().values())
          .filteredOn(decision -> decision.control().defaultSeverity() == Severity.BLOCK)
          .noneMatch(Decision.Violated.class::isInstance);
    }
  }

  @Test
  void option_twice() throws Exception {
    SecureProducer.Builder builder =
        builder(TEMPORARY)
            .policy(SecurityPolicy.strict())
            .listener(events)
            .mediaProducer(media)
            .insecurelyUseLoopbackEndpoint(standIn(), "tests need a stand-in");

    assertThatIllegalStateException()
        .isThrownBy(() -> builder.policy(SecurityPolicy.baseline()))
        .withMessageContaining("policy");
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.listener(IngestListener.NONE))
        .withMessageContaining("listener");
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.mediaProducer(media))
        .withMessageContaining("mediaProducer");
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.insecurelyUseLoopbackEndpoint(standIn(), "tests once more"))
        .withMessageContaining("insecurelyUseLoopbackEndpoint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "          ", " a test  "})
  void standIn_withoutAReason(String reason) throws Exception {
    LoopbackEndpoint endpoint = standIn();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(TEMPORARY).insecurelyUseLoopbackEndpoint(endpoint, reason))
        .withMessageContaining("10 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8443",
        "https://evil.com",
        "https://localhost.evil.com",
        "https://127.0.0.2",
        "https://localhost@evil.com",
        "mailto:a@localhost"
      })
  void standIn_thatIsNotOnThisMachine(String uri) throws Exception {
    var authority = Authorities.any();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoopbackEndpoint.of(URI.create(uri), authority))
        .withMessageContaining("https://localhost:PORT");
  }

  @Test
  void withoutNativeCode_mediaIsPackagedInJava_andThatIsTold() {
    try (SecureProducer producer = builder(TEMPORARY).listener(events).build()) {
      assertThat(producer.report().packager())
          .isEqualTo("java (no native producer is on the class path)");
    }
    assertThat(events.of(IngestEvent.PackagerChosen.class))
        .containsExactly(
            new IngestEvent.PackagerChosen("java", "no native producer is on the class path"));
  }

  @Test
  void nativePackagingAskedFor_withoutNativeCode_isAConfigurationError() {
    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> builder(TEMPORARY).packaging(Packaging.NATIVE).build())
        .withMessageContaining("kvs-secure-producer-jni");
  }

  @Test
  void packaging_withMediaProducer() {
    assertThatIllegalStateException()
        .isThrownBy(() -> builder(TEMPORARY).mediaProducer(media).packaging(Packaging.JAVA))
        .withMessageContaining("mediaProducer");
    assertThatIllegalStateException()
        .isThrownBy(() -> builder(TEMPORARY).packaging(Packaging.JAVA).mediaProducer(media))
        .withMessageContaining("packaging");
    assertThatIllegalStateException()
        .isThrownBy(() -> builder(TEMPORARY).packaging(Packaging.JAVA).packaging(Packaging.NATIVE))
        .withMessageContaining("packaging");
  }
}
