package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.fake.MovableClock;
import io.github.kvssecure.internal.renewal.RenewalListener;
import io.github.kvssecure.internal.renewal.RenewalTerms;
import io.github.kvssecure.internal.renewal.RenewingCredentials;
import io.github.kvssecure.local.MetadataServer;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.spi.ControlPlaneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.profiles.ProfileFile;

/** The agent of a container, with the authorization that EKS Pod Identity and Greengrass want. */
class ContainerRoleIssuerTest {

  private static final String TOKEN = "token-of-the-pod";

  private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final MetadataServer agent = MetadataServer.giving(keys("ASIA1"));
  private final Map<String, String> variables = new HashMap<>();
  @TempDir private Path directory = Path.of("");

  ContainerRoleIssuerTest() throws IOException {}

  private SessionKeys keys(String id) {
    return new SessionKeys(id, "secret", "token", clock.instant().plus(Duration.ofHours(1)));
  }

  @BeforeEach
  void nameTheAgent() {
    variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", agent.address() + "/container");
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  private ContainerRoleIssuer issuer() {
    return new ContainerRoleIssuer(
        new Surroundings(
            variables::get, name -> null, () -> ProfileFile.aggregator().build(), name -> false));
  }

  private String issued() {
    try (ContainerRoleIssuer issuer = issuer()) {
      return issuer.issue().accessKeyId();
    }
  }

  @Test
  void tokenOfAVariable_isShown() {
    agent.requireAuthorization(TOKEN);
    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(this::issued)
        .withMessageContaining("with status 401");

    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", TOKEN);
    assertThat(issued()).isEqualTo("ASIA1");
  }

  @Test
  void tokenOfAFile_isReadAnewForEachSessionAndComesFirst() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "of the variable");
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file.toString());
    agent.requireAuthorization(TOKEN);
    try (ContainerRoleIssuer issuer = issuer()) {
      assertThat(issuer.issue().accessKeyId()).isEqualTo("ASIA1");

      agent.requireAuthorization("another");
      Files.writeString(file, "another\n");
      assertThat(issuer.issue().accessKeyId()).isEqualTo("ASIA1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SEC\nRET", "SEC\u007fRET", "SEC\u00f6RET", "\n"})
  void tokenThatFitsNoHeader_isNotSentAndNotShown(String token) {
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", directory.resolve("t").toString());
    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(
            () -> {
              Files.writeString(directory.resolve("t"), token);
              issued();
            })
        .withMessageNotContaining("RET");
    assertThat(agent.requests()).isEmpty();
  }

  @Test
  void fileThatIsMissing_isSaidAndNobodyIsAsked() {
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", directory.resolve("no").toString());

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(this::issued)
        .withMessageContaining("a token file that cannot be read");
    assertThat(agent.requests()).isEmpty();
  }

  @Test
  void rotation_isTakenUpBeforeTheOldSessionEnds() {
    RenewalTerms terms = RenewalTerms.of(clock, RandomGenerator.getDefault(), RenewalListener.NONE);
    try (RenewingCredentials role = new RenewingCredentials("the container", issuer(), terms)) {
      assertThat(role.resolve().accessKeyId()).isEqualTo("ASIA1");

      clock.advance(Duration.ofMinutes(50));
      agent.rotateTo(keys("ASIA2"));
      assertThat(role.resolve().accessKeyId()).isEqualTo("ASIA2");
    }
  }
}
