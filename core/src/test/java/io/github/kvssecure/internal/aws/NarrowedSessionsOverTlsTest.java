package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.fake.Unjudged;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.identity.SessionGrant;
import io.github.kvssecure.internal.transport.PutMediaTransport;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadListener;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.spi.UploadResponse;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
            Unjudged.resolver(StandIn.clients(kvs)).openNarrowable(source).orElseThrow();
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
    String key = kvs.keys().create().arn();
    StreamSettings settings = StreamSettings.none().withRetentionHours(24).withKmsKeyId(key);
    StreamArn own = new StreamArn(kvs.streams().create(name, settings));
    others.forEach(other -> kvs.streams().create(other, settings));

    SessionCredentials credentials =
        session(camera(), SessionPolicy.producingTo(own, Optional.of(key)));

    assertThat(
            credentials
                .grant()
                .flatMap(SessionGrant::scope)
                .flatMap(SessionGrant.Scope::packedPercent))
        .as("PackedPolicySize")
        .hasValueSatisfying(percent -> assertThat(percent).isBetween(1, 100));
    try (AwsControlPlane calls = StandIn.controlPlane(kvs, keys(credentials));
        PutMediaTransport media =
            PutMediaTransport.start(
                TransportSettings.defaults()
                    .withTrust(TlsContext.of(TlsPolicy.strict(), List.of(kvs.caCertificate()))))) {
      assertThat(calls.describe(StreamName.of(name))).isPresent();
      assertThat(calls.dataEndpoint(own)).isNotNull();
      assertThat(putMedia(media, own, credentials)).isEqualTo("200");
      for (String other : others) {
        StreamArn arn = new StreamArn(kvs.streams().description(other).arn());
        assertThatExceptionOfType(ControlPlaneException.class)
            .isThrownBy(() -> calls.describe(StreamName.of(other)))
            .satisfies(denied -> assertThat(denied.isDenied()).isTrue());
        assertThatExceptionOfType(ControlPlaneException.class)
            .isThrownBy(() -> calls.dataEndpoint(arn))
            .satisfies(denied -> assertThat(denied.isDenied()).isTrue());
        assertThat(putMedia(media, arn, credentials)).isEqualTo("403 AccessDeniedException");
      }
    }
  }

  /** Sends an upload without media, and gives status and error type of the answer. */
  private String putMedia(PutMediaTransport media, StreamArn stream, SessionCredentials signer) {
    CompletableFuture<UploadResponse> answer = new CompletableFuture<>();
    media
        .open(
            new UploadRequest(
                new UploadRequest.Target(kvs.endpoint(), AwsRegion.of(kvs.region())),
                stream,
                signer,
                Instant.now()),
            buffer -> -1,
            new UploadListener() {
              @Override
              public void connected(ConnectionEvidence evidence) {}

              @Override
              public void responded(UploadResponse response) {
                answer.complete(response);
              }

              @Override
              public void acknowledged(Acknowledgement acknowledgement) {}

              @Override
              public void ended(UploadEnd how) {
                if (how instanceof UploadEnd.Broken broken) {
                  broken.cause().response().ifPresent(answer::complete);
                }
                answer.completeExceptionally(new AssertionError("no answer: " + how));
              }
            })
        .dataAvailable();
    UploadResponse response = answer.orTimeout(30, TimeUnit.SECONDS).join();
    return (response.status() + " " + response.errorType().orElse("")).strip();
  }

  /** The plain limit of STS is checked before anything is sent; the packed one only STS knows. */
  @Test
  void policyThatIsTooLargeOncePacked_isRefusedAndNeverLeftOut() {
    StreamArn stream = new StreamArn(kvs.streams().create("door"));
    kvs.arm(
        FaultPlan.of(Fault.HTTP_400).errorType("PackedPolicyTooLarge").onOperation("AssumeRole"));

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> session(camera(), SessionPolicy.producingTo(stream, Optional.empty())))
        .withMessageContaining("never left out")
        .satisfies(refused -> assertThat(refused.isRetryable()).isFalse());

    assertThat(calls()).as("asked once, and not again without the policy").isEqualTo(1);
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
