package io.github.kvssecure.internal.gate.rule;

import java.lang.reflect.InvocationTargetException;
import java.security.Provider;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The JSSE providers that can be asked whether they run in FIPS mode. A closed list: what a
 * provider of another name says of itself is no evidence, and that of the JDK itself (SunJSSE)
 * cannot be asked.
 *
 * @see <a
 *     href="https://github.com/bcgit/bc-java/blob/main/tls/src/main/java/org/bouncycastle/jsse/provider/BouncyCastleJsseProvider.java">Bouncy
 *     Castle, BouncyCastleJsseProvider: the name BCJSSE in both modes, and isFipsMode()</a>
 */
final class FipsProviders {

  /** Name of the provider, and its public method that tells whether it is in FIPS mode. */
  private static final Map<String, String> MODE_BY_NAME = Map.of("BCJSSE", "isFipsMode");

  private FipsProviders() {}

  /** Whether a provider is a known one and says that it is in FIPS mode. */
  static boolean isInFipsMode(Provider provider) {
    @Nullable String mode = MODE_BY_NAME.get(provider.getName());
    if (mode == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(provider.getClass().getMethod(mode).invoke(provider));
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      // An old release, or another provider under a known name: it cannot be asked.
      return false;
    }
  }

  /** Their names, for messages. */
  static String names() {
    return String.join(", ", new TreeSet<>(MODE_BY_NAME.keySet()));
  }
}
