package io.github.kvssecure.internal.iot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.Device;
import io.github.kvssecure.identity.DeviceKey;
import io.github.kvssecure.identity.IotEndpoint;
import io.github.kvssecure.identity.RoleAlias;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts.LoopbackOption;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.local.DeviceKeys;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.AwsRegion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A key that never leaves its token buys credentials. The token reads its configuration from the
 * environment, so a process of its own plays the device.
 */
@NeedsSoftHsm
class TokenTest {

  private static final String PIN = "123456";

  @TempDir Path directory;

  @Test
  void keyInAToken_buysCredentials() throws Exception {
    try (LocalKvs kvs = LocalKvs.start()) {
      DeviceKeys device = kvs.things().create("door");
      kvs.things().roleAlias("cameras", LocalIdentities.CAMERA, Duration.ofHours(1));
      Path tokens = Files.createDirectory(directory.resolve("tokens"));
      Path settings =
          Files.writeString(
              directory.resolve("softhsm2.conf"), "directories.tokendir = " + tokens + "\n");
      Map<String, String> environment = Map.of("SOFTHSM2_CONF", settings.toString());
      run(
          environment,
          "softhsm2-util",
          "--init-token",
          "--free",
          "--label",
          "t",
          "--pin",
          PIN,
          "--so-pin",
          PIN);
      Path configuration =
          TestDevice.closed(
              directory.resolve("p11.cfg"),
              "name = camera\nlibrary = "
                  + NeedsSoftHsm.Condition.library().orElseThrow()
                  + "\nslotListIndex = 0\n"
                  + "attributes(*, CKO_PRIVATE_KEY, *) = { CKA_SIGN = true }\n");
      Path p12 = TestDevice.pkcs12(directory, device.privateKey(), device.certificate());
      run(
          environment,
          Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
          "-importkeystore",
          "-srckeystore",
          p12.toString(),
          "-srcstorepass",
          TestDevice.PASSPHRASE,
          "-deststoretype",
          "PKCS11",
          "-destkeystore",
          "NONE",
          "-deststorepass",
          PIN,
          "-providerClass",
          "sun.security.pkcs11.SunPKCS11",
          "-providerArg",
          configuration.toString());
      Path authority = kvs.caCertificatePem(directory);

      assertThat(
              run(
                  environment,
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  TokenTest.class.getName(),
                  kvs.things().credentialsEndpoint().toString(),
                  authority.toString(),
                  configuration.toString()))
          .contains("credentials: temporary")
          .doesNotContain(kvs.identities().secrets());
    }
  }

  private static String run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  /** The device. */
  public static void main(String[] args) throws Exception {
    Clock clock = Clock.systemUTC();
    AwsRegion region = AwsRegion.of("eu-central-1");
    URI endpoint = URI.create(args[0]);
    var factory = java.security.cert.CertificateFactory.getInstance("X.509");
    java.security.cert.X509Certificate authority;
    try (var in = Files.newInputStream(Path.of(args[1]))) {
      authority = (java.security.cert.X509Certificate) factory.generateCertificate(in);
    }
    DeviceSurroundings surroundings =
        new DeviceSurroundings(
            new PolicyGate(SecurityPolicy.baseline(), clock, IngestListener.NONE),
            region,
            Optional.of(new LoopbackOption(endpoint, "a test on this machine")),
            TransportSettings.defaults().withTrust(TlsContext.trustingOnly(List.of(authority))),
            clock);
    DeviceKey key = DeviceKey.pkcs11(Path.of(args[2]), "device", PIN::toCharArray);
    CredentialSource.IotCertificate source =
        CredentialSource.iot(
            new IotEndpoint(endpoint),
            RoleAlias.of("cameras"),
            Device.of(ThingName.of("door"), key));
    boolean temporary =
        new DeviceIssuer(source, surroundings, TokenTest::nobodyIsExpected)
            .issue()
            .sessionToken()
            .isPresent();
    System.out.println("credentials: " + (temporary ? "temporary" : "long-term"));
  }

  private static CallerIdentity nobodyIsExpected(SessionCredentials unused) {
    throw new AssertionError("no role is expected, so STS is not asked");
  }
}
