package io.github.kvssecure.internal.aws;

import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.Partition;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the services of one Region are reached, and which authorities may vouch for them beside
 * those the JVM trusts. Immutable.
 *
 * <p>Security: the addresses come from the partition table of this library. Nothing the
 * environment, a system property or a profile says about endpoints is looked at.
 *
 * @param region signs the calls and picks the hosts
 * @param hosts which of a service's hosts are called
 * @param standIn one address for all services, on this machine; present only under test
 * @param authorities trusted in addition to the JVM's; empty unless there is a stand-in
 */
public record AwsEndpoints(
    AwsRegion region, Hosts hosts, Optional<URI> standIn, List<X509Certificate> authorities) {

  /** Which of a service's hosts are called. */
  public enum Hosts {
    /** Those that every Region has. */
    REGULAR,
    /** Those whose cryptography is validated (FIPS 140), where a service has them. */
    FIPS
  }

  /**
   * Checks the stand-in's address.
   *
   * @throws IllegalArgumentException if it is not https on localhost, or if authorities are named
   *     without a stand-in
   */
  public AwsEndpoints {
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(hosts, "hosts");
    authorities = List.copyOf(authorities);
    if (standIn.isPresent() && !isStandIn(standIn.get())) {
      throw new IllegalArgumentException(
          "a stand-in for AWS must be https on localhost, without path, query or user info");
    }
    if (standIn.isEmpty() && !authorities.isEmpty()) {
      throw new IllegalArgumentException("authorities can be added only for a stand-in");
    }
  }

  /**
   * The services of AWS.
   *
   * @param region which Region
   * @return their regular endpoints, trusted as the JVM trusts
   */
  public static AwsEndpoints of(AwsRegion region) {
    return of(region, Hosts.REGULAR);
  }

  /**
   * The services of AWS.
   *
   * @param region which Region
   * @param hosts which of their hosts
   * @return their endpoints, trusted as the JVM trusts
   */
  public static AwsEndpoints of(AwsRegion region, Hosts hosts) {
    return new AwsEndpoints(region, hosts, Optional.empty(), List.of());
  }

  /**
   * A stand-in on this machine instead of AWS.
   *
   * @param region the Region it plays
   * @param address https on localhost; serves KVS, KMS, STS and IAM Identity Center
   * @param authorities vouch for it
   * @return the endpoints
   * @throws IllegalArgumentException if {@code address} is not https on localhost
   */
  public static AwsEndpoints standIn(
      AwsRegion region, URI address, List<X509Certificate> authorities) {
    return new AwsEndpoints(region, Hosts.REGULAR, Optional.of(address), authorities);
  }

  /**
   * The control plane of KVS.
   *
   * @return for example {@code https://kinesisvideo.eu-central-1.amazonaws.com}; in GovCloud always
   *     the FIPS host, the only one that KVS has there, and in other Regions never one: it has none
   * @see <a href="https://docs.aws.amazon.com/general/latest/gr/akv.html">endpoints of KVS</a>
   */
  public URI kinesisVideo() {
    return endpoint(
        region.partition() == Partition.AWS_US_GOV ? "kinesisvideo-fips" : "kinesisvideo");
  }

  /**
   * KMS.
   *
   * @return for example {@code https://kms.eu-central-1.amazonaws.com}, or {@code kms-fips}
   * @see <a href="https://docs.aws.amazon.com/general/latest/gr/kms.html">endpoints of KMS</a>
   */
  public URI kms() {
    return endpoint(hosts == Hosts.FIPS ? "kms-fips" : "kms");
  }

  /**
   * STS of the Region, never the global one.
   *
   * @return for example {@code https://sts.eu-central-1.amazonaws.com}, or {@code sts-fips}; in
   *     GovCloud the regular host is the FIPS host
   * @see <a href="https://docs.aws.amazon.com/general/latest/gr/sts.html">endpoints of STS</a>
   */
  public URI sts() {
    return endpoint(
        hosts == Hosts.FIPS && region.partition() != Partition.AWS_US_GOV ? "sts-fips" : "sts");
  }

  /**
   * The portal of IAM Identity Center.
   *
   * @param other where it is, which need not be the Region of the others
   * @return for example {@code https://portal.sso.eu-central-1.amazonaws.com}; in GovCloud, the
   *     only partition where KVS has FIPS hosts, the regular host is the FIPS host
   * @see <a href="https://docs.aws.amazon.com/general/latest/gr/sso.html">endpoints of IAM Identity
   *     Center</a>
   */
  public URI portal(AwsRegion other) {
    return endpoint("portal.sso", other);
  }

  /**
   * Where a sign-in to IAM Identity Center is renewed.
   *
   * @param other where it is, which need not be the Region of the others
   * @return for example {@code https://oidc.eu-central-1.amazonaws.com}; in GovCloud as of the
   *     portal
   */
  public URI signIn(AwsRegion other) {
    return endpoint("oidc", other);
  }

  /**
   * Whether something plays AWS.
   *
   * @return if so
   */
  boolean isStandIn() {
    return standIn.isPresent();
  }

  private URI endpoint(String service) {
    return endpoint(service, region);
  }

  private URI endpoint(String service, AwsRegion place) {
    return standIn.orElseGet(
        () ->
            URI.create(
                "https://" + service + "." + place.id() + "." + place.partition().dnsSuffix()));
  }

  private static boolean isStandIn(URI address) {
    String path = address.getRawPath();
    return "https".equals(address.getScheme())
        && "localhost".equalsIgnoreCase(address.getHost())
        && address.getRawUserInfo() == null
        && address.getRawQuery() == null
        && address.getRawFragment() == null
        && (path == null || path.isEmpty() || path.equals("/"));
  }
}
