package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.identity.SessionGrant;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that STS was asked to narrow, used against a service that evaluates their policies. */
class NarrowedSessionsOverTlsTest {

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_.-";

  private final LocalKvs kvs = LocalKvs.start();

  @AfterEach
  void stop() {
    kvs.close();
  }

  private CredentialSource.AssumedRole camera() {
    return CredentialSource.assumeRole(
        RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)),
        "front-door-camera",
        StandIn.source(kvs.identities().roleSession(LocalIdentities.CAMERA)));
  }

  private SessionCredentials session(CredentialSource source, SessionPolicy policy) {
    try (NarrowableSource narrowable =
            new CredentialResolver(StandIn.clients(kvs), Clock.systemUTC())
                .openNarrowable(source)
                .orElseThrow();
        SessionCredentialsProvider narrowed = narrowable.narrowedTo(policy)) {
      return narrowed.resolve();
    }
  }

  private static SessionKeys keys(SessionCredentials credentials) {
    return new SessionKeys(
        credentials.accessKeyId(),
        credentials.secretAccessKey(),
        credentials.sessionToken().orElseThrow(),
        credentials.expiration().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void sessionForAStream_reachesNoStreamWhoseNameBeginsOrGoesOnLikeIt(long seed) {
    Random random = new Random(seed);
    StringBuilder drawn = new StringBuilder();
    for (int i = 2 + random.nextInt(30); i > 0; i--) {
      drawn.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    String name = drawn.toString();
    List<String> others =
        List.of(name + "0", name + "-2", name.substring(0, name.length() - 1), "x" + name);
    StreamArn own = new StreamArn(kvs.streams().create(name));
    others.forEach(kvs.streams()::create);

    SessionCredentials credentials =
        session(camera(), SessionPolicy.producingTo(own, Optional.empty()));

    assertThat(
            credentials
                .grant()
                .flatMap(SessionGrant::scope)
                .flatMap(SessionGrant.Scope::packedPercent))
        .as("PackedPolicySize")
        .hasValueSatisfying(percent -> assertThat(percent).isBetween(1, 100));
    try (AwsControlPlane calls = StandIn.controlPlane(kvs, keys(credentials))) {
      assertThat(calls.describe(StreamName.of(name))).isPresent();
      assertThat(calls.dataEndpoint(own)).isNotNull();
      for (String other : others) {
        StreamArn arn = new StreamArn(kvs.streams().description(other).arn());
        assertThatExceptionOfType(ControlPlaneException.class)
            .isThrownBy(() -> calls.describe(StreamName.of(other)))
            .satisfies(denied -> assertThat(denied.isDenied()).isTrue());
        assertThatExceptionOfType(ControlPlaneException.class)
            .isThrownBy(() -> calls.dataEndpoint(arn))
            .satisfies(denied -> assertThat(denied.isDenied()).isTrue());
      }
    }
  }

  @Test
  void roleThatAdmitsOneHour_isNotAskedTwiceForTwo() {
    kvs.identities().role("short", LocalIdentities.policy("kinesisvideo:*"), Duration.ofHours(1));
    CredentialSource source =
        CredentialSource.assumeRole(
                RoleArn.of(kvs.identities().roleArn("short")),
                "front-door-camera",
                StandIn.source(kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR)))
            .lasting(Duration.ofHours(2));

    refusedForItsLength(source, "MaxSessionDuration");
  }

  /** The library cannot know that a provider's credentials are of a chained session; STS does. */
  @Test
  void baseThatTurnsOutToBeChained_isRefusedByStsWithTheRemedy() {
    StreamArn stream = new StreamArn(kvs.streams().create("door"));
    SessionKeys chained =
        keys(
            session(
                CredentialSource.assumeRole(
                    RoleArn.of(
                        kvs.identities().role("first", LocalIdentities.policy("sts:AssumeRole"))),
                    "first",
                    StandIn.source(kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR))),
                new SessionPolicy(
                    stream.value(), LocalIdentities.policy("sts:AssumeRole").replace("\n", ""))));
    CredentialSource source =
        CredentialSource.assumeRole(
                RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)),
                "front-door-camera",
                StandIn.source(chained))
            .lasting(Duration.ofHours(2));

    refusedForItsLength(source, "role chaining");
  }

  private void refusedForItsLength(CredentialSource source, String words) {
    StreamArn stream = new StreamArn(kvs.streams().create("front-door"));
    int before = calls();

    ControlPlaneException refused =
        catchThrowableOfType(
            ControlPlaneException.class,
            () -> session(source, SessionPolicy.producingTo(stream, Optional.empty())));

    assertThat(refused).hasMessageContaining(words).hasMessageContaining(".lasting(");
    assertThat(refused.isRetryable()).isFalse();
    assertThat(calls() - before).as("asked once, and not again without the policy").isEqualTo(1);
  }

  private int calls() {
    return (int)
        kvs.calls().stream().map(RecordedCall::operation).filter("AssumeRole"::equals).count();
  }
}
