package io.github.kvssecure.internal.ambient;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * How TLS is set up beyond what this library sets: that of the JVM, or of a plugged-in provider.
 */
public final class JvmTls {

  private JvmTls() {}

  /**
   * The groups of the key exchange that are offered.
   *
   * @param environment names those of the JVM before JDK 20; what it names says nothing of another
   *     provider
   * @param plugged the JSSE provider that is used instead of the JVM's, if any
   * @return best first; empty if nobody tells
   */
  public static List<String> namedGroups(Environment environment, Optional<Provider> plugged) {
    if (plugged.isPresent()) {
      return offered(() -> contextOf(plugged.get()));
    }
    List<String> named =
        environment
            .property("jdk.tls.namedGroups")
            .map(text -> Arrays.stream(text.split(",")).map(String::strip).toList())
            .orElse(List.of());
    return named.isEmpty() ? offered(SSLContext::getDefault) : named;
  }

  private static SSLContext contextOf(Provider provider) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS", provider);
    context.init(null, null, null);
    return context;
  }

  private interface ContextSource {
    SSLContext get() throws GeneralSecurityException;
  }

  /**
   * {@code SSLParameters.getNamedGroups} came with JDK 20, and this library runs on 17; a
   * provider's own parameters may have it earlier.
   */
  private static List<String> offered(ContextSource source) {
    try {
      SSLParameters parameters = source.get().getSupportedSSLParameters();
      Object groups = parameters.getClass().getMethod("getNamedGroups").invoke(parameters);
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
    return environment.property("com.sun.net.ssl.checkRevocation").equals(Optional.of("true"));
  }
}
