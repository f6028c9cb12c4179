package io.github.kvssecure.internal.ambient;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** How the JVM's TLS is set up beyond what this library sets. */
public final class JvmTls {

  private JvmTls() {}

  /**
   * The groups of the key exchange that the JVM offers.
   *
   * @param environment names them before JDK 20
   * @return best first; empty if the JVM does not tell
   */
  public static List<String> namedGroups(Environment environment) {
    List<String> named =
        environment
            .property("jdk.tls.namedGroups")
            .map(text -> Arrays.stream(text.split(",")).map(String::strip).toList())
            .orElse(List.of());
    return named.isEmpty() ? offered() : named;
  }

  /** {@code SSLParameters.getNamedGroups} came with JDK 20; this library runs on 17. */
  private static List<String> offered() {
    try {
      SSLParameters parameters = SSLContext.getDefault().getSupportedSSLParameters();
      Object groups = SSLParameters.class.getMethod("getNamedGroups").invoke(parameters);
      return groups instanceof String[] names ? List.of(names) : List.of();
    } catch (GeneralSecurityException | ReflectiveOperationException e) {
      return List.of();
    }
  }

  /**
   * Whether certificates are looked up for revocation.
   *
   * @param environment says so
   * @return true if {@code com.sun.net.ssl.checkRevocation} is
   */
  public static boolean isRevocationChecked(Environment environment) {
    return environment
        .property("com.sun.net.ssl.checkRevocation")
        .equals(java.util.Optional.of("true"));
  }
}
