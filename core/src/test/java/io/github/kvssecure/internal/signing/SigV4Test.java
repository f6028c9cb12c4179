package io.github.kvssecure.internal.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SigV4Test {

  @Test
  void whatIsSignedAndByWhom_showNoSecret() {
    SigV4.Post post =
        new SigV4.Post(
            "/putMedia",
            new TreeMap<>(Map.of("x-amz-security-token", "tokenOfASession")),
            SigV4.UNSIGNED_PAYLOAD);
    SigV4.Signer signer =
        new SigV4.Signer("ASIAEXAMPLE", "secretOfAKey", Instant.EPOCH, "us-east-1/kinesisvideo");

    assertThat(post).asString().contains("x-amz-security-token").doesNotContain("tokenOfASession");
    assertThat(signer).asString().doesNotContain("secretOfAKey");
  }
}
