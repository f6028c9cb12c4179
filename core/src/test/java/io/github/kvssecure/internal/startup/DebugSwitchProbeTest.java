package io.github.kvssecure.internal.startup;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

class DebugSwitchProbeTest {

  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private String debugLogger = "none";

  private java.util.List<String> look() {
    return new DebugSwitchProbe(environment::get, properties::get, name -> name.equals(debugLogger))
        .look()
        .on();
  }

  @Test
  @ProvesSatisfied("BP-05")
  void quietProcess_hasNoSwitchOn() {
    environment.put("PATH", "/bin");
    properties.put("jdk.httpclient.HttpClient.log", " ");

    assertThat(look()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "javax.net.debug, ssl:handshake, decrypted TLS records",
    "jdk.httpclient.HttpClient.log, all, request headers",
    "jdk.internal.httpclient.debug, true, request headers",
    "javax.net.ssl.keylog, /tmp/keys, TLS session keys",
  })
  @ProvesViolated("BP-05")
  void systemProperty_isNamedWithWhatItGivesAway(String name, String value, String effect) {
    properties.put(name, value);

    assertThat(look())
        .singleElement()
        .asString()
        .startsWith("system property " + name)
        .contains(effect)
        .doesNotContain(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  @ProvesViolated("BP-05")
  void debuggingOfTlsWithoutAWord_isOn(String value) {
    properties.put("javax.net.debug", value);

    assertThat(look()).singleElement().asString().contains("javax.net.debug");
  }

  @ParameterizedTest
  @CsvSource({
    "SSLKEYLOGFILE, /tmp/keys, TLS session keys",
    "KVS_DEBUG_DUMP_DATA_FILE_DIR, /tmp/media, media",
  })
  @ProvesViolated("BP-05")
  void environmentVariable_isNamedWithWhatItGivesAway(String name, String value, String effect) {
    environment.put(name, value);

    assertThat(look())
        .singleElement()
        .asString()
        .startsWith("environment variable " + name)
        .contains(effect)
        .doesNotContain(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.http.wire",
        "org.apache.http.headers",
        "org.apache.hc.client5.http.wire",
        "org.apache.hc.client5.http.headers",
        "sun.net.www.protocol.http.HttpURLConnection",
        "software.amazon.awssdk.auth.signer.Aws4Signer",
        "software.amazon.awssdk.http.auth.aws.internal.signer.DefaultV4RequestSigner",
      })
  @ProvesViolated("BP-05")
  void wireLogger_isNamed(String name) {
    debugLogger = name;

    assertThat(look()).singleElement().asString().contains("logger " + name).contains("tokens");
  }

  @Test
  void everySwitch_isReportedAtOnce() {
    properties.put("javax.net.debug", "all");
    environment.put("SSLKEYLOGFILE", "/tmp/keys");
    debugLogger = "org.apache.http.wire";

    assertThat(look()).hasSize(3);
  }

  /** The property is read by the JDK when TLS starts, so that setting it here leaks nothing. */
  @Test
  void probeOfThisProcess_readsRealProperties() {
    String name = "jdk.internal.httpclient.debug";
    String before = System.getProperty(name);
    System.setProperty(name, "true");
    try {
      assertThat(DebugSwitchProbe.ofThisProcess().look().on())
          .anyMatch(line -> line.contains(name));
    } finally {
      if (before == null) {
        System.clearProperty(name);
      } else {
        System.setProperty(name, before);
      }
    }
    assertThat(DebugSwitchProbe.ofThisProcess().look().on()).noneMatch(line -> line.contains(name));
  }

  /** What providers of the SDK sign with writes the token; else there were nothing to warn of. */
  @Test
  void signerOfTheSdk_writesTheTokenWhereItsLoggerIsOn() {
    Logger signer =
        (Logger)
            LoggerFactory.getLogger(
                "software.amazon.awssdk.http.auth.aws.internal.signer.DefaultV4RequestSigner");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Level before = signer.getLevel();
    boolean passedOn = signer.isAdditive();
    signer.setLevel(Level.DEBUG);
    signer.setAdditive(false);
    signer.addAppender(lines);
    try {
      assertThat(DebugSwitchProbe.ofThisProcess().look().on())
          .singleElement()
          .asString()
          .startsWith("logger " + signer.getName());
      SignedRequest signed =
          AwsV4HttpSigner.create()
              .sign(
                  request ->
                      request
                          .identity(AwsSessionCredentials.create("ASIA", "secret", "token-trial"))
                          .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sts")
                          .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                          .request(
                              SdkHttpRequest.builder()
                                  .method(SdkHttpMethod.POST)
                                  .uri(URI.create("https://sts.invalid/"))
                                  .build()));
      assertThat(signed.request().firstMatchingHeader("Authorization")).isPresent();
    } finally {
      signer.detachAppender(lines);
      signer.setAdditive(passedOn);
      signer.setLevel(before);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.contains("token-trial"));
  }

  /** No HTTP client of Apache is used here: its logger writes nothing, whatever its level. */
  @Test
  void wireLoggerOfAClientThatIsNotThere_isNoSwitch() {
    Logger wire = (Logger) LoggerFactory.getLogger("org.apache.hc.client5.http.wire");
    Level before = wire.getLevel();
    wire.setLevel(Level.TRACE);
    try {
      assertThat(DebugSwitchProbe.ofThisProcess().look().on())
          .noneMatch(line -> line.contains("hc.client5"));
    } finally {
      wire.setLevel(before);
    }
  }
}
