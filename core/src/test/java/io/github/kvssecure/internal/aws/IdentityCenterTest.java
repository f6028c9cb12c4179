package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.AwsRegion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A profile of IAM Identity Center, by the SDK's own modules and a portal on this machine. The SDK
 * looks for the token of {@code aws sso login} below the home directory, which is why each case has
 * a process of its own. Not tested: the sign-in in a browser, and renewing that token.
 */
class IdentityCenterTest {

  private static final String TOKEN = "made-up-token-of-aws-sso-login";
  private static final String END = "2099-01-01T00:00:00Z";

  @TempDir Path home;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer portal;

  @BeforeEach
  void startPortal() throws IOException {
    portal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    portal.createContext("/", this::answer);
    portal.start();
  }

  @AfterEach
  void stopPortal() {
    portal.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    boolean known = TOKEN.equals(exchange.getRequestHeaders().getFirst("x-amz-sso_bearer_token"));
    String body =
        known
            ? """
              {"roleCredentials":{"accessKeyId":"ASIAIDENTITYCENTER01","secretAccessKey":"made-up",
               "sessionToken":"made-up","expiration":%d}}"""
                .formatted(Instant.parse(END).toEpochMilli())
            : "{\"message\":\"Session token not found or invalid\"}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (!known) {
      exchange.getResponseHeaders().add("x-amzn-ErrorType", "UnauthorizedException");
    }
    exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** What {@code aws sso login} leaves behind. */
  private void signedIn(String nameOfTheCache, String token, String end) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-1").digest(nameOfTheCache.getBytes(StandardCharsets.UTF_8));
    Path cache = Files.createDirectories(home.resolve(".aws/sso/cache"));
    Files.writeString(
        cache.resolve(HexFormat.of().formatHex(hash) + ".json"),
        """
        {"startUrl":"https://kvs.awsapps.com/start","region":"eu-central-1","accessToken":"%s",
         "expiresAt":"%s"}"""
            .formatted(token, end));
  }

  private void configure(boolean session) throws IOException {
    String role = "sso_account_id = 123456789012\nsso_role_name = camera\n";
    String start = "sso_start_url = https://kvs.awsapps.com/start\nsso_region = eu-central-1\n";
    Files.createDirectories(home.resolve(".aws"));
    Files.writeString(
        home.resolve(".aws/config"),
        session
            ? "[profile door]\nsso_session = kvs\n" + role + "[sso-session kvs]\n" + start
            : "[profile door]\n" + start + role);
  }

  private String resolveInAProcessOfItsOwn() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                IdentityCenterTest.class.getName())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("HOME", home.toString());
    environment.put("AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:" + portal.getAddress().getPort());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  /** The process: opens the profile as a producer does, and says what came of it. */
  public static void main(String[] args) {
    AwsClients clients = new AwsClients(AwsEndpoints.of(AwsRegion.of("eu-central-1")));
    try (SessionCredentialsProvider profile =
        new CredentialResolver(clients, Clock.systemUTC()).open(CredentialSource.profile("door"))) {
      SessionCredentials credentials = profile.resolve();
      System.out.println("resolved " + credentials);
    } catch (ControlPlaneException e) {
      System.out.println("refused " + e.errorCode() + ": " + e.getMessage());
    }
  }

  /** So IAM-05 refuses it under strict(); {@link CredentialSource#profile} says what to do. */
  @ParameterizedTest
  @CsvSource({"true, kvs", "false, https://kvs.awsapps.com/start"})
  void profile_givesASessionWhoseEndTheSdkKeepsToItself(boolean session, String nameOfTheCache)
      throws Exception {
    configure(session);
    signedIn(nameOfTheCache, TOKEN, END);

    assertThat(resolveInAProcessOfItsOwn())
        .contains("resolved SessionCredentials[ASIA...ER01, temporary, expires=unknown]")
        .doesNotContain(TOKEN)
        .doesNotContain("made-up");
    assertThat(requests)
        .containsExactly("GET /federation/credentials?role_name=camera&account_id=123456789012");
  }

  @Test
  void signInThatThePortalForgot_isRefusedWithoutTheToken() throws Exception {
    configure(false);
    signedIn("https://kvs.awsapps.com/start", "another-made-up-token", END);

    assertThat(resolveInAProcessOfItsOwn())
        .contains("refused UnauthorizedException")
        .doesNotContain("another-made-up-token");
  }

  @Test
  void signInThatIsOver_isRefusedAndNobodyIsAsked() throws Exception {
    configure(false);
    signedIn("https://kvs.awsapps.com/start", TOKEN, "2020-01-01T00:00:00Z");

    assertThat(resolveInAProcessOfItsOwn()).contains("refused NoCredentials").doesNotContain(TOKEN);
    assertThat(requests).isEmpty();
  }
}
