package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.AwsRegion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;

/**
 * A sign-in that changes while a process uses it. The SDK looks for the file below HOME, so the
 * process is one of its own, which asks for a session at every line that it reads.
 */
@Timeout(60)
class RenewedSignInTest {

  private static final String RESULT = "result ";

  @TempDir Path home;

  private final LocalKvs kvs = LocalKvs.start();
  private Path file;
  private Process process;

  @BeforeEach
  void start() throws IOException {
    kvs.signIns().permissionSet("Cameras", LocalIdentities.CAMERA);
    Files.createDirectories(home.resolve(".aws"));
    Files.writeString(
        home.resolve(".aws/config"),
        """
        [sso-session kvs]
        sso_start_url = https://kvs.awsapps.com/start
        sso_region = eu-central-1
        """);
    // The name is the SHA-1 of the session's.
    file =
        Files.createDirectories(home.resolve(".aws/sso/cache"))
            .resolve("204fde972a48d57a4123c46640d32b01f7767d38.json");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RenewedSignInTest.class.getName(),
                kvs.caCertificatePem(home).toString(),
                kvs.endpoint().toString())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("HOME", home.toString());
    process = builder.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    kvs.close();
  }

  private void signedIn(String token, String end) throws IOException {
    Files.writeString(file, "{\"accessToken\":\"%s\",\"expiresAt\":\"%s\"}".formatted(token, end));
  }

  private static String inAnHour() {
    return Instant.ofEpochSecond(Instant.now().plus(Duration.ofHours(1)).getEpochSecond())
        .toString();
  }

  private String asked() throws IOException {
    Writer in = process.outputWriter(StandardCharsets.UTF_8);
    in.write("ask\n");
    in.flush();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    while (line != null && !line.startsWith(RESULT)) {
      line = out.readLine();
    }
    return String.valueOf(line);
  }

  /** The process. */
  public static void main(String[] args) throws Exception {
    X509Certificate authority;
    try (var in = Files.newInputStream(Path.of(args[0]))) {
      authority = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
    AwsRegion region = AwsRegion.of("eu-central-1");
    URI endpoint = URI.create(args[1]);
    AwsClients clients = new AwsClients(AwsEndpoints.standIn(region, endpoint, List.of(authority)));
    IdentityCenterProfile profile =
        new IdentityCenterProfile(
            "door",
            Optional.of("kvs"),
            "https://kvs.awsapps.com/start",
            region,
            "123456789012",
            "Cameras");
    SsoOidcClient oidc = clients.unsigned(SsoOidcClient.builder(), endpoint, region).build();
    SsoClient portal = clients.unsigned(SsoClient.builder(), endpoint, region).build();
    try (IdentityCenterIssuer issuer =
            new IdentityCenterIssuer(profile, new RenewedSignIn(profile, oidc), portal);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      while (in.readLine() != null) {
        System.out.println(RESULT + outcome(issuer));
      }
    }
  }

  private static String outcome(IdentityCenterIssuer issuer) {
    try {
      return "session until " + issuer.issue().expiration().orElseThrow();
    } catch (ControlPlaneException e) {
      return e.errorCode() + " " + e.isRetryable() + " " + e.getMessage();
    }
  }

  @Test
  void whoSignsInAgain_isTakenFromTheNewFile() throws IOException {
    signedIn(kvs.signIns().signIn("jane", Duration.ofHours(1)), inAnHour());
    assertThat(asked()).startsWith(RESULT + "session");

    kvs.signIns().signOutAll();
    assertThat(asked()).contains("NoCredentials true", "aws sso login --profile door");

    signedIn(kvs.signIns().signIn("jane", Duration.ofHours(1)), inAnHour());
    assertThat(asked()).startsWith(RESULT + "session");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tomorrow", "2099-01-01", ""})
  void endThatCannotBeRead_isNoSignIn(String end) throws IOException {
    signedIn(kvs.signIns().signIn("jane", Duration.ofHours(1)), end);

    assertThat(asked()).contains("NoCredentials true", "aws sso login --profile door");
  }

  @Test
  void fileThatIsADirectory_isNoSignIn() throws IOException {
    Files.createDirectories(file);

    assertThat(asked()).contains("NoCredentials true", "aws sso login --profile door");
  }

  @Test
  void whatIsOverAndCannotBeRenewed_isNoSignIn() throws IOException {
    signedIn("made-up-token-that-is-over", "2020-01-01T00:00:00Z");

    assertThat(asked())
        .contains("NoCredentials true", "aws sso login --profile door")
        .doesNotContain("made-up-token-that-is-over");
  }
}
