package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeMediaProducerProvider;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.internal.aws.Machine;
import io.github.kvssecure.internal.aws.Surroundings;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamSpec;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.StringInputStream;

/**
 * Whoever describes keys or makes streams is judged as the producer is: long-term keys behind a
 * role of a profile show only before the role is assumed.
 */
class OtherSourcesTest {

  private static final CredentialSource BEHIND_A_ROLE = CredentialSource.profile("ops");
  private static final String PROFILES =
      """
      [ops]
      role_arn = arn:aws:iam::123456789012:role/ops
      source_profile = base
      [base]
      aws_access_key_id = AKIAEXAMPLEEXAMPLE01
      aws_secret_access_key = made-up
      [person]
      sso_start_url = https://kvs.awsapps.com/start
      sso_region = us-east-1
      sso_account_id = 123456789012
      sso_role_name = Cameras
      """;

  private final LocalKvs kvs = LocalKvs.start();

  @AfterEach
  void stop() {
    kvs.close();
  }

  private CredentialSource camera() {
    SessionKeys keys = kvs.identities().roleSession(LocalIdentities.CAMERA);
    return CredentialSource.of(
        () ->
            AwsSessionCredentials.builder()
                .accessKeyId(keys.accessKeyId())
                .secretAccessKey(keys.secretAccessKey())
                .sessionToken(keys.sessionToken())
                .expirationTime(keys.expiration())
                .build());
  }

  private static Surroundings surroundings() {
    return new Surroundings(
        name -> null, name -> null, OtherSourcesTest::profileFile, name -> false);
  }

  private SecureProducer.Builder builder(CredentialSource source) {
    return SecureProducer.builder(AwsRegion.of(kvs.region()), source)
        .mediaProducer(new FakeMediaProducerProvider())
        .machine(new Machine(surroundings(), URI.create("http://127.0.0.1:1")))
        .insecurelyUseLoopbackEndpoint(
            LoopbackEndpoint.of(kvs.endpoint(), kvs.caCertificate()), "a test over loopback");
  }

  private static ProfileFile profileFile() {
    return ProfileFile.builder()
        .content(new StringInputStream(PROFILES))
        .type(ProfileFile.Type.CREDENTIALS)
        .build();
  }

  private static List<Violation> refused(ThrowingCallable call) {
    PolicyViolationException refusal = catchThrowableOfType(PolicyViolationException.class, call);
    assertThat(refusal).as("refusal").isNotNull();
    return refusal.violations();
  }

  @Test
  void auditorWithLongTermKeysBehindARole_isRefusedAtTheStart() {
    assertThat(refused(() -> builder(camera()).keysDescribedBy(BEHIND_A_ROLE).build()))
        .singleElement()
        .satisfies(violation -> assertThat(violation.control()).isEqualTo(Control.IAM_06))
        .satisfies(violation -> assertThat(violation.subject()).contains("auditor"))
        .satisfies(violation -> assertThat(violation.found()).contains("profile 'base'"));
  }

  /** The portal and the sign-in are called with secrets, so the gate sees where. */
  @Test
  void endpointsOfASignIn_areJudgedBeforeTheyAreAsked() {
    SecureProducer.Builder builder =
        SecureProducer.builder(AwsRegion.of("us-east-1"), CredentialSource.profile("person"))
            .mediaProducer(new FakeMediaProducerProvider())
            .machine(new Machine(surroundings(), URI.create("http://127.0.0.1:1")))
            .policy(SecurityPolicy.fips());

    assertThat(refused(builder::build))
        .filteredOn(violation -> violation.control() == Control.NET_10)
        .extracting(Violation::subject)
        .contains("portal of IAM Identity Center", "sign-in of IAM Identity Center");
  }

  /** "Not evaluated" of one is no pass, whatever is known of the others. */
  @Test
  void auditorOfWhomNothingIsKnown_leavesTheControlOpen() {
    try (SecureProducer producer =
        builder(CredentialSource.instanceRole()).keysDescribedBy(camera()).build()) {
      assertThat(producer.report().decisions().get(Control.IAM_07))
          .isInstanceOf(Decision.NotEvaluated.class);
    }
  }

  @Test
  void administratorWithGoodKeys_hidesNothingOfTheProducers() {
    SessionKeys keys = kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR);
    CredentialSource good =
        CredentialSource.of(
            StaticCredentialsProvider.create(
                AwsSessionCredentials.builder()
                    .accessKeyId(keys.accessKeyId())
                    .secretAccessKey(keys.secretAccessKey())
                    .sessionToken(keys.sessionToken())
                    .expirationTime(keys.expiration())
                    .build()));
    CredentialSource longTerm =
        CredentialSource.of(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create("AKIAEXAMPLEEXAMPLE01", "made-up")));
    SecurityPolicy lenient = SecurityPolicy.strict();
    for (Control control : List.of(Control.IAM_02, Control.IAM_05, Control.IAM_06)) {
      lenient =
          lenient.insecurelyWaive(
              control, "a test of what the report says", LocalDate.now(ZoneOffset.UTC));
    }
    try (SecureProducer producer = builder(longTerm).policy(lenient).build()) {
      producer.administration(good).close();

      assertThat(producer.report().decisions().get(Control.IAM_02))
          .isInstanceOf(Decision.Violated.class);
    }
  }

  @Test
  void administratorWithLongTermKeysBehindARole_isRefusedBeforeItIsAsked() {
    try (SecureProducer producer = builder(camera()).build()) {
      assertThat(refused(() -> producer.administration(BEHIND_A_ROLE)))
          .singleElement()
          .satisfies(violation -> assertThat(violation.control()).isEqualTo(Control.IAM_06))
          .satisfies(violation -> assertThat(violation.subject()).contains("administrator"));
    }
  }

  @Test
  void whoMakesStreamsWithLongTermKeysBehindARole_makesNone() {
    StreamSpec spec =
        Camera.spec()
            .tag("owner", "door-team")
            .tag("environment", "test")
            .createIfMissing(BEHIND_A_ROLE)
            .build();
    try (SecureProducer producer = builder(camera()).build()) {
      assertThat(refused(() -> producer.openStream(spec)))
          .extracting(Violation::control)
          .contains(Control.IAM_06);
    }
    assertThat(kvs.calls()).noneMatch(call -> call.operation().equals("CreateStream"));
  }

  @Test
  void administrationWithTheProducersOwnSource_isReported() {
    CredentialSource own = camera();
    try (SecureProducer producer = builder(own).build()) {
      producer.administration(own).close();

      assertThat(producer.report().decisions().get(Control.BP_01))
          .isInstanceOf(Decision.Violated.class);
    }
  }

  @Test
  void administrationWithASourceOfItsOwn_isGiven() {
    SessionKeys keys = kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR);
    try (SecureProducer producer = builder(camera()).build();
        StreamAdministration administration =
            producer.administration(
                CredentialSource.of(
                    () ->
                        AwsSessionCredentials.builder()
                            .accessKeyId(keys.accessKeyId())
                            .secretAccessKey(keys.secretAccessKey())
                            .sessionToken(keys.sessionToken())
                            .expirationTime(keys.expiration())
                            .build()))) {
      assertThat(administration.describe(Camera.STREAM)).isEmpty();
    }
  }
}
