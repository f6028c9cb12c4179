package io.github.kvssecure.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCredentialsTest {

  private static SessionCredentials credentials(String accessKeyId, Optional<String> token) {
    return SessionCredentials.of(accessKeyId, Camera.SECRET, token, Optional.of(Camera.NOW));
  }

  @Test
  void text_holdsNoSecret() {
    assertThat(Camera.credentials().toString())
        .isEqualTo("SessionCredentials[ASIA...LE01, temporary, expires=2026-06-01T13:00:00Z]")
        .doesNotContain(Camera.SECRET)
        .doesNotContain(Camera.TOKEN);
  }

  @Test
  void text_tellsLongTermKeys() {
    assertThat(
            SessionCredentials.of(
                "AKIAEXAMPLEEXAMPLE01", Camera.SECRET, Optional.empty(), Optional.empty()))
        .hasToString("SessionCredentials[AKIA...LE01, long-term, expires=unknown]");
  }

  @ParameterizedTest
  @CsvSource({
    "ASIAEXAMPLEEXAMPLE01, ASIA...LE01",
    "ASIAEXAMPLE1, ASIA...PLE1",
    "ASIAEXAMPLE, ...",
    "'', ..."
  })
  void accessKeyId_isRedacted(String accessKeyId, String redacted) {
    assertThat(credentials(accessKeyId, Optional.empty()).redactedAccessKeyId())
        .isEqualTo(redacted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"A\r\nEXAMPLEEXAMPLE01", "ASIAEXAMPLEEXAMPLE\u001b[", "\u202eASIAEXAMPLEEXAMPLE"})
  void accessKeyId_thatCouldForgeALogLine_isNotShown(String accessKeyId) {
    assertThat(credentials(accessKeyId, Optional.empty()).redactedAccessKeyId()).isEqualTo("...");
  }

  @Test
  void emptyToken_isNoToken() {
    assertThat(credentials("ASIAEXAMPLEEXAMPLE01", Optional.of("")).sessionToken()).isEmpty();
  }

  @Test
  void parts_areHandedOut() {
    SessionCredentials credentials = Camera.credentials();

    assertThat(credentials.accessKeyId()).isEqualTo("ASIAEXAMPLEEXAMPLE01");
    assertThat(credentials.secretAccessKey()).isEqualTo(Camera.SECRET);
    assertThat(credentials.sessionToken()).contains(Camera.TOKEN);
    assertThat(credentials.expiration()).contains(Camera.NOW.plusSeconds(3600));
  }
}
