package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeCredentials;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.renewal.RenewalListener;
import io.github.kvssecure.internal.renewal.RenewalTerms;
import io.github.kvssecure.internal.renewal.RenewingCredentials;
import io.github.kvssecure.internal.renewal.SessionIssuer;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kinesisvideo.model.KinesisVideoException;

class SecondSignerTest {

  private static final String REVOKED =
      "User: arn:aws:sts::123456789012:assumed-role/camera/door is not authorized to perform:"
          + " kinesisvideo:DescribeStream with an explicit deny in an identity-based policy";

  private final FakeCredentials source = new FakeCredentials();
  private final List<String> signers = new ArrayList<>();

  private static SessionCredentials others() {
    return SessionCredentials.of(
        "ASIAEXAMPLEEXAMPLE02", "made-up", Optional.of("token"), Optional.empty());
  }

  private static KinesisVideoException refusal(String code, String message) {
    return (KinesisVideoException)
        KinesisVideoException.builder()
            .statusCode(403)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
            .build();
  }

  private String callThatIsRefusedAtFirst(KinesisVideoException refusal) {
    return new SecondSigner(source)
        .call(
            signer -> {
              signers.add(signer.accessKeyId());
              if (signers.size() == 1) {
                throw refusal;
              }
              return "answer";
            });
  }

  @ParameterizedTest
  @CsvSource({
    "ExpiredTokenException, is expired",
    "ExpiredToken, is expired",
    "InvalidClientTokenId, is invalid",
    "UnrecognizedClientException, is invalid",
    "AccessDeniedException, " + REVOKED,
    "AccessDenied, " + REVOKED
  })
  void signerThatIsRefused_isReplacedByAnother(String code, String message) {
    source.whenRefused(() -> source.give(others()));

    assertThat(callThatIsRefusedAtFirst(refusal(code, message))).isEqualTo("answer");

    assertThat(signers).containsExactly(Camera.credentials().accessKeyId(), others().accessKeyId());
  }

  /** A missing permission is none of the session: nobody asks STS for another because of it. */
  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, because no identity-based policy allows the action",
    "AccessDeniedException, with an explicit deny in a service control policy",
    "AccessDeniedException, with an explicit deny in a resource-based policy",
    "ThrottlingException, with an explicit deny in an identity-based policy",
    "ResourceNotFoundException, is expired"
  })
  void whatIsRefusedToEverySigner_isNotRepeated(String code, String message) {
    source.whenRefused(() -> source.give(others()));
    KinesisVideoException refusal = refusal(code, message);

    assertThatExceptionOfType(KinesisVideoException.class)
        .isThrownBy(() -> callThatIsRefusedAtFirst(refusal))
        .isSameAs(refusal);
    assertThat(source.refused()).isEmpty();
    assertThat(signers).hasSize(1);
  }

  @Test
  void sourceThatHasNoOthers_leavesTheRefusal() {
    KinesisVideoException refusal = refusal("ExpiredTokenException", "is expired");

    assertThatExceptionOfType(KinesisVideoException.class)
        .isThrownBy(() -> callThatIsRefusedAtFirst(refusal))
        .isSameAs(refusal);
    assertThat(signers).hasSize(1);
  }

  @Test
  void sourceThatFails_leavesTheRefusal() {
    source.whenRefused(() -> source.fail(new ControlPlaneException("NoCredentials", true, "none")));
    KinesisVideoException refusal = refusal("ExpiredTokenException", "is expired");

    assertThatExceptionOfType(KinesisVideoException.class)
        .isThrownBy(() -> callThatIsRefusedAtFirst(refusal))
        .isSameAs(refusal);
    assertThat(refusal.getSuppressed()).isEmpty();
  }

  /** A policy that denies whoever asks would have STS asked at every call. */
  @Test
  void whatIsDeniedToEverySession_isTakenForARevocationOnce() {
    AtomicInteger sessions = new AtomicInteger();
    source.whenRefused(
        () -> {
          sessions.incrementAndGet();
          source.give(
              source.resolve().accessKeyId().equals(others().accessKeyId())
                  ? Camera.credentials()
                  : others());
        });
    SecondSigner principal = new SecondSigner(source);

    for (int i = 0; i < 10; i++) {
      assertThatExceptionOfType(KinesisVideoException.class)
          .isThrownBy(
              () ->
                  principal.call(
                      () -> {
                        throw refusal("AccessDeniedException", REVOKED);
                      }));
    }

    assertThat(sessions).hasValue(1);
  }

  /** KVS and KMS both, over TLS: the session was revoked while it was held. */
  @Test
  void sessionThatWasRevoked_isReplaced_forKvsAndKms() {
    try (LocalKvs kvs = LocalKvs.start()) {
      List<SessionCredentials> given = new ArrayList<>();
      RenewalTerms terms = RenewalTerms.of(Clock.systemUTC(), new Random(1), RenewalListener.NONE);
      try (RenewingCredentials role = new RenewingCredentials("role", sessions(kvs, given), terms);
          AwsControlPlane streams = new AwsControlPlane(StandIn.clients(kvs), role);
          AwsKeyDirectory keys = new AwsKeyDirectory(StandIn.clients(kvs), role)) {
        assertThat(streams.describe(StreamName.of("door"))).isEmpty();

        kvs.identities().revoke(given.get(0).accessKeyId());
        assertThat(streams.describe(StreamName.of("door"))).isEmpty();
        kvs.identities().revoke(given.get(1).accessKeyId());
        assertThat(keys.describe(KmsKeyId.of(kvs.keys().create().arn()))).isPresent();

        assertThat(given).hasSize(3);
        assertThat(kvs.calls().get(kvs.calls().size() - 1).accessKeyId())
            .isEqualTo(given.get(2).accessKeyId());
      }
    }
  }

  private static SessionIssuer sessions(LocalKvs kvs, List<SessionCredentials> given) {
    return new SessionIssuer() {
      @Override
      public SessionCredentials issue() {
        SessionCredentials next =
            StandIn.credentials(kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR));
        given.add(next);
        return next;
      }

      @Override
      public void close() {}
    };
  }
}
