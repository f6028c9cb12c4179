package io.github.kvssecure.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the way to AWS must be like: TLS, endpoints, addresses, proxies. Immutable; start from a
 * preset and derive by copy.
 *
 * <p>Every copy but {@link #expectingProxy} and a trusted authority asks for more, never for less.
 */
public final class NetworkPolicy {

  private final TlsPolicy tls;
  private final boolean requiresFips;
  private final List<AddressRange> privateRanges;
  private final Set<String> proxies;

  private NetworkPolicy(
      TlsPolicy tls, boolean requiresFips, List<AddressRange> privateRanges, Set<String> proxies) {
    this.tls = tls;
    this.requiresFips = requiresFips;
    this.privateRanges = List.copyOf(privateRanges);
    this.proxies = Set.copyOf(proxies);
  }

  /**
   * {@link TlsPolicy#strict}, any public or private path, no proxy.
   *
   * @return the default
   */
  public static NetworkPolicy strict() {
    return new NetworkPolicy(TlsPolicy.strict(), false, List.of(), Set.of());
  }

  /**
   * {@link TlsPolicy#fips} and FIPS endpoints only: of KVS, KMS, STS, and of the AWS IoT
   * credentials provider. KVS has them in AWS GovCloud (US); elsewhere a producer under this policy
   * is refused when it is built.
   *
   * <p>Security: not covered is what gives out credentials by means of its own: IAM Identity Center
   * behind a profile, a program, the metadata service, or a provider of the application.
   *
   * @return the preset
   * @see <a href="https://docs.aws.amazon.com/general/latest/gr/akv.html">KVS endpoints and
   *     quotas</a>
   */
  public static NetworkPolicy fips() {
    return new NetworkPolicy(TlsPolicy.fips(), true, List.of(), Set.of());
  }

  /**
   * A copy with another TLS policy.
   *
   * @param value which
   * @return a new policy
   */
  public NetworkPolicy withTls(TlsPolicy value) {
    return new NetworkPolicy(
        Objects.requireNonNull(value, "value"), requiresFips, privateRanges, proxies);
  }

  /**
   * A copy that admits private addresses only: an interface VPC endpoint with private DNS, of each
   * service that is called: KVS, STS, KMS where keys are looked at, AWS IoT where devices ask it
   * for credentials.
   *
   * @return a new policy
   * @see AddressRange#PRIVATE
   */
  public NetworkPolicy requiringPrivatePath() {
    return new NetworkPolicy(tls, requiresFips, AddressRange.PRIVATE, proxies);
  }

  /**
   * A copy that admits addresses of these ranges only, for example those of the VPC's subnets. IPv6
   * endpoints have public addresses and need this one.
   *
   * @param first a range
   * @param more further ranges
   * @return a new policy
   */
  public NetworkPolicy requiringPathWithin(AddressRange first, AddressRange... more) {
    List<AddressRange> ranges = new ArrayList<>(List.of(more));
    ranges.add(0, first);
    return new NetworkPolicy(tls, requiresFips, ranges, proxies);
  }

  /**
   * A copy that expects this proxy. Others that the environment names are used as well, and warned
   * of.
   *
   * @param host its name or address
   * @param port its port, 1 to 65535
   * @return a new policy
   * @throws IllegalArgumentException if the port is out of range
   */
  public NetworkPolicy expectingProxy(String host, int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("the port of a proxy must be 1 to 65535, found " + port);
    }
    Set<String> more = new HashSet<>(proxies);
    more.add(host.toLowerCase(Locale.ROOT) + ":" + port);
    return new NetworkPolicy(tls, requiresFips, privateRanges, more);
  }

  /**
   * Versions, suites, trust.
   *
   * @return the TLS policy
   */
  public TlsPolicy tls() {
    return tls;
  }

  /**
   * Whether FIPS endpoints are required.
   *
   * @return true under {@link #fips}
   */
  public boolean requiresFips() {
    return requiresFips;
  }

  /**
   * The addresses that connections may go to.
   *
   * @return empty means: any
   */
  public List<AddressRange> privateRanges() {
    return privateRanges;
  }

  /**
   * Whether a proxy is expected.
   *
   * @param host its name or address
   * @param port its port
   * @return true if it was named
   */
  public boolean expectsProxy(String host, int port) {
    return proxies.contains(host.toLowerCase(Locale.ROOT) + ":" + port);
  }

  @Override
  public String toString() {
    return "NetworkPolicy["
        + tls
        + ", endpoints="
        + (requiresFips ? "FIPS" : "any")
        + ", path="
        + (privateRanges.isEmpty() ? "any" : privateRanges)
        + ", proxies expected="
        + new TreeSet<>(proxies)
        + "]";
  }
}
