package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.identity.SessionGrant;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.Credentials;

/** What STS is asked, and what becomes of its answers. */
class AssumeRoleIssuerTest {

  private static final SessionPolicy POLICY =
      SessionPolicy.producingTo(Camera.ARN, Optional.of(Camera.KEY.value()));

  private final StsClient sts = mock(StsClient.class);
  private final SessionCredentialsProvider base = mock(SessionCredentialsProvider.class);
  private final CredentialSource.AssumedRole source =
      CredentialSource.assumeRole(
          RoleArn.of("arn:aws:iam::123456789012:role/camera"),
          "door",
          CredentialSource.of(AnonymousCredentialsProvider.create()));

  @BeforeEach
  void giveBaseCredentials() {
    when(base.resolve())
        .thenReturn(
            SessionCredentials.of("ASIABASE", "secret", Optional.of("token"), Optional.empty()));
  }

  private SessionCredentials issue(
      CredentialSource.AssumedRole role, Optional<SessionPolicy> policy) {
    return new AssumeRoleIssuer(role, policy, base, sts).issue();
  }

  private AssumeRoleRequest asked() {
    ArgumentCaptor<AssumeRoleRequest> request = ArgumentCaptor.forClass(AssumeRoleRequest.class);
    verify(sts).assumeRole(request.capture());
    return request.getValue();
  }

  private static AssumeRoleResponse.Builder answer() {
    return AssumeRoleResponse.builder()
        .assumedRoleUser(AssumedRoleUser.builder().arn("arn:aws:sts::1:assumed-role/a/b").build())
        .credentials(
            Credentials.builder()
                .accessKeyId("ASIA1")
                .secretAccessKey("secret")
                .sessionToken("token")
                .expiration(Camera.NOW)
                .build());
  }

  @Test
  void request_namesRoleSessionAndDuration() {
    when(sts.assumeRole(any(AssumeRoleRequest.class))).thenReturn(answer().build());

    issue(source, Optional.empty());

    AssumeRoleRequest request = asked();
    assertThat(request.roleArn()).isEqualTo("arn:aws:iam::123456789012:role/camera");
    assertThat(request.roleSessionName()).isEqualTo("door");
    assertThat(request.durationSeconds()).isEqualTo(3600);
    assertThat(request.policy()).isNull();
    assertThat(request.sourceIdentity()).isNull();
  }

  @Test
  void request_namesPolicySourceIdentityAndOtherDurations() {
    when(sts.assumeRole(any(AssumeRoleRequest.class))).thenReturn(answer().build());

    issue(
        source.lasting(Duration.ofHours(12)).withSourceIdentity("front-door-camera"),
        Optional.of(POLICY));

    AssumeRoleRequest request = asked();
    assertThat(request.durationSeconds()).isEqualTo(43_200);
    assertThat(request.sourceIdentity()).isEqualTo("front-door-camera");
    assertThat(request.policy()).isEqualTo(POLICY.document());
  }

  @Test
  void packedPolicySize_isPartOfTheGrant() {
    when(sts.assumeRole(any(AssumeRoleRequest.class)))
        .thenReturn(answer().packedPolicySize(37).build());

    assertThat(issue(source, Optional.of(POLICY)).grant().flatMap(SessionGrant::scope))
        .contains(new SessionGrant.Scope(Camera.ARN.value(), Optional.of(37)));
  }

  @Test
  void answerWithoutPackedPolicySize_confirmsNothing() {
    when(sts.assumeRole(any(AssumeRoleRequest.class))).thenReturn(answer().build());

    assertThat(issue(source, Optional.of(POLICY)).grant().flatMap(SessionGrant::scope))
        .contains(new SessionGrant.Scope(Camera.ARN.value(), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "PackedPolicyTooLarge, never left out",
    "MalformedPolicyDocument, never left out",
    "ValidationError, MaxSessionDuration",
  })
  void refusalOfThePolicyOrTheDuration_isAnErrorWithARemedyAndNothingIsAskedAgain(
      String code, String remedy) {
    when(sts.assumeRole(any(AssumeRoleRequest.class)))
        .thenThrow(Refusals.of(code, 400, "exceeds the MaxSessionDuration or the packed size"));

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> issue(source, Optional.of(POLICY)))
        .withMessageContaining(remedy)
        .satisfies(
            failure -> {
              assertThat(failure.errorCode()).isEqualTo(code);
              assertThat(failure.isRetryable()).isFalse();
            });
    assertThat(asked().policy()).isEqualTo(POLICY.document());
  }

  @Test
  void answerWithoutCredentials_isRefused() {
    when(sts.assumeRole(any(AssumeRoleRequest.class)))
        .thenReturn(AssumeRoleResponse.builder().build());

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> issue(source, Optional.empty()))
        .satisfies(
            failure ->
                assertThat(failure.errorCode()).isEqualTo(FailureTranslation.MALFORMED_ANSWER));
  }
}
