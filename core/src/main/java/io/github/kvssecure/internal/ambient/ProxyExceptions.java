package io.github.kvssecure.internal.ambient;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hosts that are reached without a proxy. Immutable.
 *
 * <p>Ranges of addresses ({@code 10.0.0.0/8}) except nothing: they are about hosts that are given
 * as an address, and every endpoint of AWS is given by its name.
 */
final class ProxyExceptions {

  /** A name or an address in brackets, and perhaps a port. */
  private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^]]*]|[^:]+):([0-9]{1,5})");

  /** All of AWS listens there. */
  private static final String PORT = "443";

  private final List<Pattern> hosts;

  private ProxyExceptions(List<Pattern> hosts) {
    this.hosts = hosts;
  }

  /**
   * As the JDK reads them: whole names with bars between, where an asterisk stands for anything.
   *
   * @param text of {@code http.nonProxyHosts}
   * @see <a
   *     href="https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/net/doc-files/net-properties.html">
   *     Networking properties of the JDK</a>
   */
  static ProxyExceptions ofJvm(String text) {
    return new ProxyExceptions(
        entries(text, "\\|")
            .map(
                entry ->
                    Arrays.stream(entry.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")))
            .map(Pattern::compile)
            .toList());
  }

  /**
   * As most programs read them: names with commas between, each for its subdomains as well, or for
   * these alone if it begins with a dot; an asterisk for everything; with a port only for that one.
   *
   * @param text of {@code NO_PROXY}
   */
  static ProxyExceptions ofVariable(String text) {
    return new ProxyExceptions(
        entries(text, "[,\\s]")
            .flatMap(entry -> onPort(entry).stream())
            .map(ProxyExceptions::domain)
            .toList());
  }

  private static Stream<String> entries(String text, String separator) {
    return Arrays.stream(text.split(separator, -1))
        .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
        .filter(entry -> !entry.isEmpty());
  }

  /** The entry without its port; empty if it is about another one than that of AWS. */
  private static Optional<String> onPort(String entry) {
    Matcher parts = HOST_AND_PORT.matcher(entry);
    return parts.matches()
        ? Optional.of(parts.group(1)).filter(host -> parts.group(2).equals(PORT))
        : Optional.of(entry);
  }

  private static Pattern domain(String entry) {
    String name = entry.startsWith("*") ? entry.substring(1) : entry;
    if (name.isEmpty()) {
      return Pattern.compile(".*");
    }
    String before = name.startsWith(".") ? ".*" : "(?:.*\\.)?";
    return Pattern.compile(before + Pattern.quote(name));
  }

  /**
   * Whether a host is reached directly.
   *
   * @param host in lower case
   */
  boolean include(String host) {
    return hosts.stream().anyMatch(pattern -> pattern.matcher(host).matches());
  }

  @Override
  public String toString() {
    return hosts.toString();
  }
}
