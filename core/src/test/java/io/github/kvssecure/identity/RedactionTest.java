package io.github.kvssecure.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  private static final String SECRET = "0Jz1+made/up/secret/access/key/for/a/test";
  private static final String TOKEN = "IQoJb3JpZ2luX2VjEMADEUP".repeat(20);

  /** Redaction itself keeps no credentials alive. */
  private final List<SessionCredentials> held = new ArrayList<>();

  private void live(String secret, Optional<String> token, Optional<Instant> end) {
    held.add(SessionCredentials.of("ASIAEXAMPLE", secret, token, end));
  }

  @Test
  void secretsOfLiveCredentials_areTakenOutWhereverTheyStand() {
    live(SECRET, Optional.of(TOKEN), Optional.empty());

    assertThat(Redaction.of("x" + SECRET + "y " + TOKEN + TOKEN + " z"))
        .isEqualTo("x(redacted)y (redacted)(redacted) z");
  }

  @Test
  void secretThatIsPartOfAnother_leavesNoRest() {
    live(SECRET, Optional.empty(), Optional.empty());
    live(SECRET + "tail", Optional.empty(), Optional.empty());

    assertThat(Redaction.of(SECRET + "tail")).isEqualTo("(redacted)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: AWS4-HMAC-SHA256 Credential=HIDDEN/20261124/r/s/aws4_request,"
            + " SignedHeaders=HIDDEN, Signature=HIDDEN",
        "proxy-authorization: Basic HIDDEN",
        "authorization=Bearer HIDDEN",
        "X-Amz-Security-Token: HIDDEN",
        "https://example.com/?X-Amz-Security-Token=HIDDEN&x-amz-signature=HIDDEN",
        "{\"secretAccessKey\":\"HIDDEN\",\"sessionToken\" : \"HIDDEN\"}",
        "aws_secret_access_key = HIDDEN",
        "AWS_SESSION_TOKEN=HIDDEN",
        "X-aws-ec2-metadata-token: HIDDEN",
        "x-amz-sso_bearer_token: HIDDEN",
        "{\"accessToken\":\"HIDDEN\",\"expiresIn\":28800,\"refreshToken\" : \"HIDDEN\"}",
        "{\"clientId\":\"abc\",\"clientSecret\":\"HIDDEN\",\"grantType\":\"refresh_token\"}",
        "grant_type=refresh_token&refresh_token=HIDDEN&client_secret=HIDDEN&access_token=HIDDEN",
        "<Credentials><SessionToken>HIDDEN\nHIDDEN</SessionToken></Credentials>",
        "<sts:SecretAccessKey type=\"x\">HIDDEN</sts:SecretAccessKey>",
        "{\"AccessKeyId\":\"ASIA\",\"Token\" : \"HIDDEN/+==\",\"Expiration\":\"2026\"}",
        "-----BEGIN PRIVATE KEY-----\nHIDDEN\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,HIDDEN\n\n"
            + "HIDDEN\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\\nHIDDEN\\n-----END EC PRIVATE KEY-----",
      })
  void valuesAfterNamesOfSecrets_areTakenOutWhoeverTheyBelongTo(String text) {
    assertThat(Redaction.of("before " + text + " after"))
        .doesNotContain("HIDDEN")
        .contains(Redaction.REDACTED)
        .startsWith("before ")
        .endsWith(" after");
  }

  @Test
  void keyThatWasCut_isTakenOutAsFarAsItGoes() {
    assertThat(
            Redaction.of("found -----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\nAgEGCCqG, and"))
        .isEqualTo("found -----BEGIN PRIVATE KEY-----(redacted), and");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "User: arn:aws:sts::123456789012:assumed-role/camera/door is not authorized to perform:"
            + " kinesisvideo:PutMedia",
        "The security token included in the request is invalid.",
        "signature does not match",
        "no session token",
        "grant_type=refresh_token and no access token",
        "{\"error\":\"invalid_client\",\"clientSecretExpiresAt\":1780000000}",
        "<SessionTokenType>temporary</SessionTokenType>",
        "<Message>The token is over</Message>",
        "the element <SessionToken/> is empty",
        "{\"nextToken\":\"page2\",\"Token\":null}",
        "the member \"Token\" is missing: see the documentation",
        "no -----BEGIN PRIVATE KEY----- and nothing that ends it",
        "-----BEGIN PRIVATE KEY----- expected",
        "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUT2\n-----END CERTIFICATE-----",
      })
  void otherTexts_stayAsTheyAre(String text) {
    assertThat(Redaction.of(text)).isEqualTo(text);
  }

  /** Words of tests and made-up values must not blank out half of a message. */
  @Test
  void shortValues_areNoSecrets() {
    live("secret", Optional.of("token"), Optional.empty());

    assertThat(Redaction.of("no token, no secret")).isEqualTo("no token, no secret");
  }
}
