package io.github.kvssecure.internal.transport;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.Certificate;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PSSParameterSpec;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses paths with a certificate that is signed or keyed too weakly, below the trusted authority.
 * Stateless, and therefore thread-safe. The JDK takes RSA keys of 1024 bits from anybody, and SHA-1
 * from authorities that are not among its own.
 *
 * @see <a href="https://cabforum.org/working-groups/server/baseline-requirements/requirements/">
 *     Baseline Requirements of the CA/Browser Forum, 6.1.5 (keys) and 7.1.3.2 (signatures)</a>
 */
final class CertificateStrength extends PKIXCertPathChecker {

  /** Baseline Requirements, 6.1.5. */
  private static final int MIN_RSA_BITS = 2048;

  /** Baseline Requirements, 6.1.5: P-256 is the smallest curve. */
  private static final int MIN_EC_BITS = 256;

  private static final String RSASSA_PSS = "1.2.840.113549.1.1.10";

  /** RSA (RFC 8017) and ECDSA (RFC 5758) with SHA-2, and EdDSA (RFC 8410). */
  private static final Set<String> SIGNATURES =
      Set.of(
          "1.2.840.113549.1.1.11",
          "1.2.840.113549.1.1.12",
          "1.2.840.113549.1.1.13",
          "1.2.840.10045.4.3.2",
          "1.2.840.10045.4.3.3",
          "1.2.840.10045.4.3.4",
          "1.3.101.112",
          "1.3.101.113");

  private static final Set<String> PSS_DIGESTS = Set.of("SHA-256", "SHA-384", "SHA-512");

  @Override
  public void init(boolean forward) {
    // Every certificate is judged alone.
  }

  @Override
  public boolean isForwardCheckingSupported() {
    return true;
  }

  @Override
  public Set<String> getSupportedExtensions() {
    return Set.of();
  }

  @Override
  public void check(Certificate certificate, Collection<String> unresolvedCriticalExtensions)
      throws CertPathValidatorException {
    if (!(certificate instanceof X509Certificate x509)) {
      throw refusal("is no X.509 certificate");
    }
    String subject = x509.getSubjectX500Principal().getName();
    if (!isStrong(x509.getPublicKey())) {
      throw refusal(
          "of "
              + subject
              + " has a weak key; it takes RSA of "
              + MIN_RSA_BITS
              + " bits, an elliptic curve of "
              + MIN_EC_BITS
              + " bits, or EdDSA");
    }
    if (!isSignedStrongly(x509)) {
      throw refusal("of " + subject + " is signed with " + x509.getSigAlgName());
    }
  }

  private static boolean isStrong(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return rsa.getModulus().bitLength() >= MIN_RSA_BITS;
    }
    if (key instanceof ECPublicKey ec) {
      return ec.getParams().getOrder().bitLength() >= MIN_EC_BITS;
    }
    return key instanceof EdECPublicKey;
  }

  private static boolean isSignedStrongly(X509Certificate certificate) {
    String algorithm = certificate.getSigAlgOID();
    return algorithm.equals(RSASSA_PSS)
        ? PSS_DIGESTS.contains(pssDigest(certificate))
        : SIGNATURES.contains(algorithm);
  }

  /** The digest of an RSASSA-PSS signature (RFC 4055, 3.1); without parameters it is SHA-1. */
  private static String pssDigest(X509Certificate certificate) {
    byte[] encoded = certificate.getSigAlgParams();
    if (encoded == null) {
      return "SHA-1";
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
      parameters.init(encoded);
      return parameters
          .getParameterSpec(PSSParameterSpec.class)
          .getDigestAlgorithm()
          .toUpperCase(Locale.ROOT);
    } catch (GeneralSecurityException | java.io.IOException e) {
      return "unreadable";
    }
  }

  private static CertPathValidatorException refusal(String why) {
    return new CertPathValidatorException(
        "the certificate " + why, null, null, -1, BasicReason.ALGORITHM_CONSTRAINED);
  }
}
