package io.github.kvssecure.internal.ambient;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.PostQuantumJsse;
import java.util.Map;
import java.util.Optional;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;

class JvmTlsTest {

  private static Environment properties(String... pair) {
    return new Environment(Map.of(), Map.of(pair[0], pair[1]));
  }

  @Test
  void namedGroups_areThoseThatTheEnvironmentNames() {
    assertThat(
            JvmTls.namedGroups(
                properties("jdk.tls.namedGroups", "X25519MLKEM768, x25519"), Optional.empty()))
        .containsExactly("X25519MLKEM768", "x25519");
  }

  @Test
  void namedGroups_areThoseOfThePluggedProviderAndNotTheJvms() {
    Environment jvm = properties("jdk.tls.namedGroups", "x25519");

    assertThat(JvmTls.namedGroups(jvm, Optional.of(new PostQuantumJsse())))
        .containsExactly("X25519MLKEM768", "x25519");
  }

  @Test
  void namedGroups_areUnknownWhereTheProviderDoesNotTell() {
    Environment jvm = properties("jdk.tls.namedGroups", "X25519MLKEM768");

    assertThat(JvmTls.namedGroups(jvm, Optional.of(Conscrypt.newProvider())))
        .doesNotContain("X25519MLKEM768");
  }

  @Test
  void revocation_isLookedUpIfThePropertyIsTrue() {
    assertThat(JvmTls.isRevocationChecked(properties("com.sun.net.ssl.checkRevocation", "true")))
        .isTrue();
    assertThat(JvmTls.isRevocationChecked(properties("com.sun.net.ssl.checkRevocation", "yes")))
        .isFalse();
    assertThat(JvmTls.isRevocationChecked(new Environment(Map.of(), Map.of()))).isFalse();
  }
}
