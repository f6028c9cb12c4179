package io.github.kvssecure.internal.startup;

import io.github.kvssecure.internal.gate.rule.ProcessFacts.DebugSwitches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Finds debug switches that are on. Immutable; thread-safe.
 *
 * @param environment looks a variable up
 * @param properties looks a system property up
 * @param debugLoggers whether a logger of something that is on the class path writes DEBUG
 */
public record DebugSwitchProbe(
    Function<String, @Nullable String> environment,
    Function<String, @Nullable String> properties,
    Predicate<String> debugLoggers) {

  private static final String TLS_DEBUG = "javax.net.debug";

  private static final Map<String, String> PROPERTIES =
      new TreeMap<>(
          Map.of(
              TLS_DEBUG,
              "writes decrypted TLS records",
              "jdk.httpclient.HttpClient.log",
              "writes request headers",
              "jdk.internal.httpclient.debug",
              "writes request headers",
              "javax.net.ssl.keylog",
              "writes TLS session keys"));

  private static final Map<String, String> VARIABLES =
      new TreeMap<>(
          Map.of(
              "SSLKEYLOGFILE", "has TLS session keys written to a file",
              "KVS_DEBUG_DUMP_DATA_FILE_DIR", "has media written to files"));

  /** This library signs by itself; providers of the SDK and of the application do not. */
  private static final String SDK_SIGNER =
      "writes the session tokens that the SDK signs with, as in a provider object that assumes a role";

  private static final Map<String, String> LOGGERS =
      new TreeMap<>(
          Map.of(
              "org.apache.http.wire", "writes requests with their session tokens",
              "org.apache.hc.client5.http.wire", "writes requests with their session tokens",
              "org.apache.http.headers", "writes session tokens",
              "org.apache.hc.client5.http.headers", "writes session tokens",
              "software.amazon.awssdk.auth.signer.Aws4Signer", SDK_SIGNER,
              "software.amazon.awssdk.http.auth.aws.internal.signer.DefaultV4RequestSigner",
                  SDK_SIGNER));

  /** Writes every request header of what providers of the SDK ask instances and containers. */
  private static final String JDK_HEADER_LOGGER = "sun.net.www.protocol.http.HttpURLConnection";

  /**
   * The probe of this process.
   *
   * @return a probe
   */
  public static DebugSwitchProbe ofThisProcess() {
    return new DebugSwitchProbe(
        System::getenv,
        System::getProperty,
        name ->
            name.startsWith("sun.")
                ? System.getLogger(name).isLoggable(System.Logger.Level.DEBUG)
                : isUsed(name) && LoggerFactory.getLogger(name).isDebugEnabled());
  }

  /** A logger of a client that is not there writes nothing, whatever its level. */
  private static boolean isUsed(String logger) {
    if (logger.startsWith("software.amazon.awssdk.")) {
      return true;
    }
    String resource =
        logger.startsWith("org.apache.hc.")
            ? "org/apache/hc/client5/http/classic/HttpClient.class"
            : "org/apache/http/client/HttpClient.class";
    return DebugSwitchProbe.class.getResource("/" + resource) != null;
  }

  /**
   * Looks.
   *
   * @return what is on
   */
  public DebugSwitches look() {
    List<String> on = new ArrayList<>();
    PROPERTIES.forEach(
        (name, effect) -> {
          if (isOn(name, properties.apply(name))) {
            on.add("system property " + name + " " + effect);
          }
        });
    VARIABLES.forEach(
        (name, effect) -> {
          if (isSet(environment.apply(name))) {
            on.add("environment variable " + name + " " + effect);
          }
        });
    LOGGERS.forEach(
        (name, effect) -> {
          if (debugLoggers.test(name)) {
            on.add("logger " + name + " at DEBUG " + effect);
          }
        });
    if (debugLoggers.test(JDK_HEADER_LOGGER)) {
      on.add("JDK logger " + JDK_HEADER_LOGGER + " at FINE writes session tokens");
    }
    return new DebugSwitches(on);
  }

  /** To the JDK, TLS debugging without any word is on as well: it goes to a logger then. */
  private static boolean isOn(String property, @Nullable String value) {
    return property.equals(TLS_DEBUG) ? value != null : isSet(value);
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isBlank();
  }
}
