package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.contract.ContractMedia;
import io.github.kvssecure.fake.ConnectProxy;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.policy.NetworkPolicy;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * A whole producer in a JVM of its own, which knows of its proxy from outside only: every call and
 * the upload go through it, to the names of AWS, which only the proxy resolves to the stand-in.
 */
class ProxiedProducerTest {

  private static final byte[] SLICE = {0, 0, 0, 2, 0x65, (byte) 0x88};
  private static final String DATA_HOST = "s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com";

  @TempDir Path directory;

  @Test
  void variable_leadsEveryConnectionThroughTheProxy() throws Exception {
    try (LocalKvs kvs = LocalKvs.start();
        ConnectProxy proxy = new ConnectProxy(kvs.endpoint().getPort())) {
      run(kvs, Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port()), List.of());
      requireAllCarriedUnread(kvs, proxy);
    }
  }

  @Test
  void properties_leadEveryConnectionThroughTheProxy() throws Exception {
    try (LocalKvs kvs = LocalKvs.start();
        ConnectProxy proxy = new ConnectProxy(kvs.endpoint().getPort())) {
      run(
          kvs,
          Map.of(),
          List.of("-Dhttps.proxyHost=127.0.0.1", "-Dhttps.proxyPort=" + proxy.port()));
      requireAllCarriedUnread(kvs, proxy);
    }
  }

  private static void requireAllCarriedUnread(LocalKvs kvs, ConnectProxy proxy) {
    assertThat(kvs.streams().persisted("front-door")).isNotEmpty();
    assertThat(proxy.requests()).hasSize(kvs.calls().size());
    assertThat(proxy.requests().stream().map(head -> head.split("[ :]", -1)[1]).distinct())
        .containsExactlyInAnyOrder(
            "sts.eu-central-1.amazonaws.com",
            "kms.eu-central-1.amazonaws.com",
            "kinesisvideo.eu-central-1.amazonaws.com",
            DATA_HOST);
    assertThat(proxy.carried()).isNotEmpty().doesNotContain("HTTP/1.1", "AWS4-HMAC");
  }

  private void run(LocalKvs kvs, Map<String, String> variables, List<String> options)
      throws Exception {
    kvs.dataEndpoint(URI.create("https://" + DATA_HOST));
    String key = kvs.keys().create().arn();
    kvs.streams()
        .create(
            "front-door",
            StreamSettings.none()
                .withRetentionHours(24)
                .withKmsKeyId(key)
                .withMediaType("video/h264"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ProxiedProducerTest.class.getName());
    command.add(kvs.caCertificatePem(directory).toString());
    command.add(key);
    command.add(kvs.identities().roleArn(LocalIdentities.CAMERA));
    command.add(keys(kvs, LocalIdentities.CAMERA).toString());
    command.add(keys(kvs, LocalIdentities.ADMINISTRATOR).toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.toUpperCase(Locale.ROOT).endsWith("PROXY"));
    builder.environment().putAll(variables);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).contains("stored: true");
  }

  private Path keys(LocalKvs kvs, String role) throws Exception {
    SessionKeys keys = kvs.identities().roleSession(role);
    return Files.write(
        directory.resolve(role),
        List.of(
            keys.accessKeyId(),
            keys.secretAccessKey(),
            keys.sessionToken(),
            keys.expiration().toString()));
  }

  private static AwsCredentialsProvider session(String file) throws Exception {
    List<String> lines = Files.readAllLines(Path.of(file));
    AwsSessionCredentials credentials =
        AwsSessionCredentials.builder()
            .accessKeyId(lines.get(0))
            .secretAccessKey(lines.get(1))
            .sessionToken(lines.get(2))
            .expirationTime(Instant.parse(lines.get(3)))
            .build();
    return () -> credentials;
  }

  /** The producer, under the strict policy; nothing in it speaks of a proxy. */
  public static void main(String[] args) throws Exception {
    X509Certificate authority;
    try (var in = Files.newInputStream(Path.of(args[0]))) {
      authority = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
    TlsPolicy tls = TlsPolicy.strict().trusting("stand-in", authority);
    KmsKeyId key = KmsKeyId.of(args[1]);
    StreamSpec spec =
        StreamSpec.builder(StreamName.of("front-door"), Track.h264(1, ContractMedia.AVCC))
            .encryptedBy(key)
            .retention(Retention.ofDays(1))
            .build();
    try (SecureProducer producer =
            SecureProducer.builder(
                    AwsRegion.of("eu-central-1"),
                    CredentialSource.assumeRole(
                        RoleArn.of(args[2]),
                        "front-door-camera",
                        CredentialSource.of(session(args[3]))))
                .policy(SecurityPolicy.strict().withNetwork(NetworkPolicy.strict().withTls(tls)))
                .keysDescribedBy(CredentialSource.of(session(args[4])))
                .build();
        SecureStream stream = producer.openStream(spec)) {
      stream.put(Frame.key(1, Instant.now(), ByteBuffer.wrap(SLICE)));
      System.out.println("stored: " + stream.close(Duration.ofSeconds(30)).isComplete());
    }
  }
}
