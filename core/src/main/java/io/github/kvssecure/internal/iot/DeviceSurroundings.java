package io.github.kvssecure.internal.iot;

import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.AmazonRoots;
import io.github.kvssecure.internal.gate.rule.Facts.LoopbackOption;
import io.github.kvssecure.internal.gate.rule.IotFacts.Anchor;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.Partition;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What all devices of a producer share. Immutable.
 *
 * @param gate judges
 * @param region the producer's
 * @param loopback the stand-in that was opted into, if any
 * @param transport how the credentials provider is reached: who may vouch for it, TLS, proxies
 * @param clock the present
 */
public record DeviceSurroundings(
    PolicyGate gate,
    AwsRegion region,
    Optional<LoopbackOption> loopback,
    TransportSettings transport,
    Clock clock) {

  private static final Set<Partition> AMAZON_TRUST = Set.of(Partition.AWS, Partition.AWS_US_GOV);

  /**
   * Whom devices of a Region trust: of the JVM's authorities those that are roots of AWS, or all of
   * them in partitions whose roots are not known here.
   *
   * @param region the Region
   * @return the trust
   * @throws IngestConfigurationException if the JVM knows no root of AWS
   */
  public static TlsContext trustOf(AwsRegion region) {
    if (!AMAZON_TRUST.contains(region.partition())) {
      return TlsContext.jvmTrust();
    }
    List<X509Certificate> roots = new ArrayList<>();
    for (X509Certificate authority : TlsContext.jvmTrust().authorities()) {
      if (AmazonRoots.SHA256.contains(sha256(authority))) {
        roots.add(authority);
      }
    }
    if (roots.isEmpty()) {
      throw new IngestConfigurationException(
          "the JVM's trust store holds no root of Amazon Trust Services; update it, or leave"
              + " javax.net.ssl.trustStore to its default");
    }
    return TlsContext.trustingOnly(roots);
  }

  /** The trusted authorities, for rules. */
  List<Anchor> anchors() {
    return transport.trust().authorities().stream()
        .map(root -> new Anchor(sha256(root), root.getSubjectX500Principal().getName()))
        .toList();
  }

  private static String sha256(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read can be encoded", e);
    }
  }
}
