package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;

class FailureTranslationTest {

  private static final AwsCall DESCRIBE =
      AwsCall.onStream("DescribeStream", AwsRegion.of("eu-central-1"), StreamName.of("door"));

  @Test
  void accessDenied_namesTheActionTheResourceAndTheRequest() {
    ControlPlaneException failure =
        FailureTranslation.of(DESCRIBE, Refusals.of("AccessDeniedException", 403, "no"));

    assertThat(failure.errorCode()).isEqualTo("AccessDeniedException");
    assertThat(failure.isRetryable()).isFalse();
    assertThat(failure)
        .hasMessageContaining("kinesisvideo:DescribeStream")
        .hasMessageContaining("arn:aws:kinesisvideo:eu-central-1:*:stream/door/*")
        .hasMessageContaining(Refusals.REQUEST_ID);
  }

  @Test
  void assumeRoleDenied_remindsOfTheTrustPolicy() {
    AwsCall call = new AwsCall("sts:AssumeRole", "arn:aws:iam::123456789012:role/camera");

    assertThat(FailureTranslation.of(call, Refusals.of("AccessDenied", 403, "no")))
        .hasMessageContaining("sts:AssumeRole")
        .hasMessageContaining("trust policy");
  }

  @ParameterizedTest
  @CsvSource({"ForbiddenException, 403", "ResourceNotFoundException, 404"})
  void whatThePortalRefuses_isNotWhatKvsRefuses(String code, int status) {
    AwsCall portal = new AwsCall("sso:GetRoleCredentials", "permission set Cameras");

    assertThat(FailureTranslation.of(portal, Refusals.of(code, status, "no")))
        .hasMessageContaining("see in IAM Identity Center that the permission set Cameras");
    assertThat(FailureTranslation.of(DESCRIBE, Refusals.of(code, status, "no")).getMessage())
        .doesNotContain("Identity Center");
  }

  @ParameterizedTest
  @CsvSource({
    "ClientLimitExceededException, 400, true",
    "ThrottlingException, 400, true",
    "ServiceUnavailable, 503, true",
    "InternalFailure, 500, true",
    "ExpiredTokenException, 403, true",
    "KMSInternalException, 400, true",
    "AccessDeniedException, 400, false",
    "NotAuthorizedException, 401, false",
    "InvalidArgumentException, 400, false",
    "AccountStreamLimitExceededException, 400, false",
    "InvalidSignatureException, 403, false",
    "SomethingNew, 400, false",
  })
  void refusal_isRetryableIfTimeCanMendIt(String code, int status, boolean retryable) {
    ControlPlaneException failure =
        FailureTranslation.of(DESCRIBE, Refusals.of(code, status, "text of the service"));

    assertThat(failure.errorCode()).isEqualTo(code);
    assertThat(failure.isRetryable()).isEqualTo(retryable);
  }

  @Test
  void expiredToken_isRecognisedByItsTextToo() {
    ControlPlaneException failure =
        FailureTranslation.of(
            DESCRIBE,
            Refusals.of(
                "AccessDeniedException",
                403,
                "The security token included in the request is expired"));

    assertThat(failure.errorCode()).isEqualTo("ExpiredTokenException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"InvalidSignatureException", "SignatureDoesNotMatch", "SomethingNew"})
  void textThatRepeatsWhatWasSigned_isNotShown(String code) {
    AwsServiceException refusal =
        Refusals.of(
            code,
            403,
            "does not match. The Canonical String for this request should have been"
                + " 'POST\n/\n\nx-amz-security-token:SECRET-TOKEN\n'");

    assertThat(FailureTranslation.of(DESCRIBE, refusal)).hasMessageNotContaining("SECRET-TOKEN");
  }

  @Test
  void refusalWithoutDetails_isNamedByItsStatus() {
    ControlPlaneException failure =
        FailureTranslation.of(DESCRIBE, AwsServiceException.builder().statusCode(403).build());

    assertThat(failure.errorCode()).isEqualTo("Http403");
    assertThat(failure).hasMessageContaining("allow kinesisvideo:DescribeStream");
  }

  @Test
  void redirect_isSaidNotToBeFollowed() {
    assertThat(
            FailureTranslation.of(DESCRIBE, AwsServiceException.builder().statusCode(302).build()))
        .hasMessageContaining("redirects are not followed");
  }

  @Test
  void textOfTheService_isCutAndHasNoControlCharacters() {
    ControlPlaneException failure =
        FailureTranslation.of(
            DESCRIBE,
            Refusals.of("SomethingNew", 400, "a\r\nINFO forged\u001b[0m" + "x".repeat(9000)));

    assertThat(failure.getMessage()).hasSizeLessThan(1000).matches("[ -~]*");
  }

  @Test
  void noAnswer_saysTheNetworkFailureAndIsRetryable() {
    ControlPlaneException failure =
        FailureTranslation.of(
            DESCRIBE,
            SdkClientException.create(
                "wrapped", new IOException("outer", new UnknownHostException("some.host"))));

    assertThat(failure.errorCode()).isEqualTo(FailureTranslation.NO_ANSWER);
    assertThat(failure.isRetryable()).isTrue();
    assertThat(failure).hasMessageContaining("UnknownHostException: some.host").hasNoCause();
  }

  @Test
  void uncheckedInputOutputFailure_isNoAnswer() {
    assertThat(
            FailureTranslation.of(
                    DESCRIBE,
                    new UncheckedIOException(new SocketTimeoutException("Read timed out")))
                .errorCode())
        .isEqualTo(FailureTranslation.NO_ANSWER);
  }

  @Test
  void untrustedCertificate_isNotRetried() {
    SSLHandshakeException handshake = new SSLHandshakeException("PKIX path building failed");
    handshake.initCause(new CertificateException("PKIX path building failed"));

    ControlPlaneException failure =
        FailureTranslation.of(DESCRIBE, SdkClientException.create("wrapped", handshake));

    assertThat(failure.errorCode()).isEqualTo(FailureTranslation.UNTRUSTED_PEER);
    assertThat(failure.isRetryable()).isFalse();
  }

  @Test
  void textOfOtherClasses_isNotShown() {
    RuntimeException quoting = new IllegalArgumentException("Illegal character in SECRET-TOKEN");

    assertThat(FailureTranslation.of(DESCRIBE, SdkClientException.create("wrapped", quoting)))
        .hasMessageContaining("IllegalArgumentException")
        .hasMessageNotContaining("SECRET-TOKEN");
  }

  @Test
  void interruption_setsTheFlagAgain() {
    ControlPlaneException failure =
        FailureTranslation.of(
            DESCRIBE, AbortedException.create("aborted", new InterruptedException()));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure.errorCode()).isEqualTo(ControlPlaneException.INTERRUPTED);
  }

  @Test
  void ownFailureInside_comesOutAsItIs() {
    ControlPlaneException own = new ControlPlaneException("NoCredentials", true, "none");

    assertThat(FailureTranslation.of(DESCRIBE, own)).isSameAs(own);
    assertThat(FailureTranslation.of(DESCRIBE, SdkClientException.create("wrapped", own)))
        .isSameAs(own);
  }

  @Test
  void noCredentials_showsWhatTheSdkComposedAndNoRootText() {
    RuntimeException failure =
        SdkClientException.create(
            "Failed to refresh process-based credentials.",
            new IOException("not JSON: {\"SecretAccessKey\": SECRET"));

    assertThat(FailureTranslation.noCredentials(StaticCredentialsProvider.class, failure))
        .hasMessageContaining("StaticCredentialsProvider")
        .hasMessageContaining("Failed to refresh")
        .hasMessageNotContaining("SECRET");
    assertThat(FailureTranslation.noCredentials(FailureTranslationTest.class, failure))
        .hasMessageNotContaining("Failed to refresh");
  }
}
