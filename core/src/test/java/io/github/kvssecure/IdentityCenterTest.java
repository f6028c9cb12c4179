package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.contract.ContractMedia;
import io.github.kvssecure.fake.ConnectProxy;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.NetworkPolicy;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A whole producer under the strict policy with a profile of IAM Identity Center, in a JVM of its
 * own: the sign-in lies below the user's home directory. It calls the hosts of AWS, which a proxy
 * leads to the stand-in. Not tested: the sign-in in a browser.
 */
class IdentityCenterTest {

  private static final byte[] SLICE = {0, 0, 0, 2, 0x65, (byte) 0x88};
  private static final String DATA_HOST = "s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com";
  private static final String PORTAL = "portal.sso.eu-central-1.amazonaws.com";
  private static final String START_URL = "https://kvs.awsapps.com/start";

  @TempDir Path home;

  private final LocalKvs kvs = LocalKvs.start();
  private ConnectProxy proxy;

  @BeforeEach
  void assign() throws IOException {
    proxy = new ConnectProxy(kvs.endpoint().getPort());
    kvs.signIns().permissionSet("Cameras", LocalIdentities.CAMERA);
    kvs.dataEndpoint(URI.create("https://" + DATA_HOST));
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    kvs.close();
  }

  private void configure(boolean session) throws IOException {
    String role = "sso_account_id = 123456789012\nsso_role_name = Cameras\n";
    String place = "sso_start_url = " + START_URL + "\nsso_region = eu-central-1\n";
    Files.createDirectories(home.resolve(".aws"));
    Files.writeString(
        home.resolve(".aws/config"),
        session
            ? "[profile door]\nsso_session = kvs\n" + role + "[sso-session kvs]\n" + place
            : "[profile door]\n" + place + role);
  }

  private Path file(String cacheName) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-1").digest(cacheName.getBytes(StandardCharsets.UTF_8));
    Path cache = Files.createDirectories(home.resolve(".aws/sso/cache"));
    return cache.resolve(HexFormat.of().formatHex(hash) + ".json");
  }

  /** What {@code aws sso login} leaves behind. */
  private void signedIn(String cacheName, String token, Instant end) throws Exception {
    Files.writeString(
        file(cacheName),
        """
        {"startUrl":"%s","region":"eu-central-1","accessToken":"%s","expiresAt":"%s",
         "clientId":"client","clientSecret":"made-up-client-secret","refreshToken":"%s",
         "registrationExpiresAt":"2099-01-01T00:00:00Z"}"""
            .formatted(START_URL, token, end, kvs.signIns().renewal("jane")));
  }

  private static Instant inAnHour() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(1));
  }

  private Path everythingLogged() throws IOException {
    return Files.writeString(
        home.resolve("logback.xml"),
        """
        <configuration>
          <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%logger %msg %ex%n</pattern></encoder>
          </appender>
          <root level="TRACE"><appender-ref ref="console"/></root>
        </configuration>
        """);
  }

  private String produced() throws Exception {
    String key = kvs.keys().create().arn();
    kvs.streams()
        .create(
            "front-door",
            StreamSettings.none()
                .withRetentionHours(24)
                .withKmsKeyId(key)
                .withMediaType("video/h264"));
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=" + everythingLogged(),
                "-cp",
                System.getProperty("java.class.path"),
                IdentityCenterTest.class.getName(),
                kvs.caCertificatePem(home).toString(),
                key)
            .redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(
            name -> name.startsWith("AWS_") || name.toUpperCase(Locale.ROOT).endsWith("PROXY"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port());
    List<String> secrets = new ArrayList<>(kvs.signIns().secrets());
    secrets.add("made-up-client-secret");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    secrets.addAll(kvs.signIns().secrets());
    secrets.addAll(kvs.identities().secrets());
    assertThat(output).doesNotContain(secrets);
    return output;
  }

  /** The producer. */
  public static void main(String[] args) throws Exception {
    X509Certificate authority;
    try (var in = Files.newInputStream(Path.of(args[0]))) {
      authority = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
    TlsPolicy tls = TlsPolicy.strict().trusting("stand-in", authority);
    StreamSpec spec =
        StreamSpec.builder(StreamName.of("front-door"), Track.h264(1, ContractMedia.AVCC))
            .encryptedBy(KmsKeyId.of(args[1]))
            .retention(Retention.ofDays(1))
            .build();
    try (SecureProducer producer =
            SecureProducer.builder(AwsRegion.of("eu-central-1"), CredentialSource.profile("door"))
                .policy(SecurityPolicy.strict().withNetwork(NetworkPolicy.strict().withTls(tls)))
                .build();
        SecureStream stream = producer.openStream(spec)) {
      stream.put(Frame.key(1, Instant.now(), ByteBuffer.wrap(SLICE)));
      System.out.println("stored: " + stream.close(Duration.ofSeconds(30)).isComplete());
      System.out.println(producer.report().decisions().get(Control.IAM_05));
    } catch (ControlPlaneException e) {
      System.out.println("refused " + e.errorCode() + ": " + e.getMessage());
    }
  }

  private List<String> operations() {
    return kvs.calls().stream().map(RecordedCall::operation).distinct().toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoIsSignedIn_producesWithASessionWhoseEndIsKnown(boolean session) throws Exception {
    configure(session);
    String token = kvs.signIns().signIn("jane", Duration.ofHours(1));
    signedIn(session ? "kvs" : START_URL, token, inAnHour());

    assertThat(produced()).contains("stored: true", "Satisfied[control=IAM-05");
    assertThat(operations()).contains("GetRoleCredentials").doesNotContain("CreateToken");
    assertThat(proxy.requests()).anyMatch(head -> head.startsWith("CONNECT " + PORTAL + ":443"));
    assertThat(proxy.carried()).doesNotContain("HTTP/1.1", "bearer_token");
  }

  @Test
  void signInThatIsOver_isRenewedAndWrittenBack() throws Exception {
    configure(true);
    signedIn("kvs", "made-up-token-that-is-over", Instant.parse("2020-01-01T00:00:00Z"));

    assertThat(produced()).contains("stored: true");
    assertThat(operations()).contains("CreateToken", "GetRoleCredentials");
    assertThat(Files.readString(file("kvs")))
        .doesNotContain("made-up-token-that-is-over")
        .contains("\"refreshToken\"");
  }

  @Test
  void signInThatIsOverForGood_isRefusedAndThePortalIsNotAsked() throws Exception {
    configure(false);
    signedIn(START_URL, "made-up-token-that-is-over", Instant.parse("2020-01-01T00:00:00Z"));

    assertThat(produced())
        .contains("refused NoCredentials", "aws sso login --profile door")
        .doesNotContain("made-up-token-that-is-over");
    assertThat(kvs.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void signInThatThePortalForgot_isRefused(boolean session) throws Exception {
    configure(session);
    signedIn(session ? "kvs" : START_URL, "made-up-token-of-yesterday", inAnHour());

    assertThat(produced())
        .contains("refused NoCredentials", "aws sso login --profile door")
        .doesNotContain("made-up-token-of-yesterday");
    assertThat(operations()).containsExactly("GetRoleCredentials");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoNeverSignedIn_isToldHow(boolean session) throws Exception {
    configure(session);

    assertThat(produced()).contains("refused NoCredentials", "aws sso login --profile door");
    assertThat(kvs.calls()).isEmpty();
  }

  @Test
  void permissionSetThatIsNotAssigned_isNamed() throws Exception {
    configure(true);
    signedIn("kvs", kvs.signIns().signIn("jane", Duration.ofHours(1)), inAnHour());
    kvs.signIns().permissionSet("Cameras", "no-such-role");

    assertThat(produced())
        .contains("refused ForbiddenException", "permission set Cameras of account 123456789012");
  }
}
