package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeMediaProducerProvider;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.StaticKeys;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** A provider of the application is asked anew each time, and may give something else each time. */
class SignedAsJudgedTest {

  private final LocalKvs kvs = LocalKvs.start();
  private final StaticKeys user =
      kvs.identities().user("installer", LocalIdentities.policy("kinesisvideo:*"));
  private final SessionKeys session = kvs.identities().roleSession(LocalIdentities.CAMERA);
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void stop() {
    kvs.close();
  }

  /** Good credentials the first time, when they are looked at, and a user's keys afterwards. */
  private AwsCredentials firstGoodThenBad() {
    return asked.getAndIncrement() == 0
        ? session(session)
        : AwsBasicCredentials.create(user.accessKeyId(), user.secretAccessKey());
  }

  private static AwsCredentials session(SessionKeys keys) {
    return AwsSessionCredentials.builder()
        .accessKeyId(keys.accessKeyId())
        .secretAccessKey(keys.secretAccessKey())
        .sessionToken(keys.sessionToken())
        .expirationTime(keys.expiration())
        .build();
  }

  private List<Control> refusedOf(CredentialSource source) {
    kvs.streams().create(Camera.STREAM.value(), StreamSettings.none().withRetentionHours(24));
    try (SecureProducer producer =
        SecureProducer.builder(AwsRegion.of(kvs.region()), source)
            .mediaProducer(new FakeMediaProducerProvider())
            .insecurelyUseLoopbackEndpoint(
                LoopbackEndpoint.of(kvs.endpoint(), kvs.caCertificate()), "a test over loopback")
            .build()) {
      PolicyViolationException refusal =
          catchThrowableOfType(
              PolicyViolationException.class,
              () -> producer.openStream(StreamSpec.builder(Camera.STREAM, Track.h264(1)).build()));
      assertThat(refusal).as("refusal").isNotNull();
      return refusal.violations().stream().map(Violation::control).toList();
    }
  }

  @Test
  void credentialsThatNobodyLookedAt_signNoCall() {
    assertThat(refusedOf(CredentialSource.of(this::firstGoodThenBad))).contains(Control.IAM_02);

    assertThat(kvs.calls())
        .extracting(RecordedCall::accessKeyId)
        .isNotEmpty()
        .doesNotContain(user.accessKeyId());
  }

  @Test
  void sessionOfAUser_assumesNoRole() {
    AwsCredentials base = session(kvs.identities().userSession("developer"));

    assertThat(
            refusedOf(
                CredentialSource.assumeRole(
                    RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)),
                    "front-door-camera",
                    CredentialSource.of(() -> base))))
        .containsExactly(Control.IAM_03);

    assertThat(kvs.calls()).extracting(RecordedCall::operation).containsOnly("GetCallerIdentity");
  }
}
