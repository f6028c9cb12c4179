package io.github.kvssecure.zoo;

import java.security.KeyPair;
import java.time.Duration;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * Who signs certificates.
 *
 * @param keys sign
 * @param certificate says whose keys they are
 */
record Authority(KeyPair keys, X509CertificateHolder certificate) {

  static final String ROOT_NAME = "CN=Zoo Root,O=Zoo";

  /** The one that clients trust. */
  static final Authority ROOT =
      new Authority(
          Keys.ROOT,
          Certificates.of(Keys.ROOT)
              .subject(ROOT_NAME)
              .authority(3)
              .lasting(Duration.ofDays(-20), Duration.ofDays(20))
              .signedBy(ROOT_NAME, Keys.ROOT));

  /** Trusted too; its key is RSA. */
  static final Authority RSA_ROOT =
      new Authority(
          Keys.RSA_ROOT,
          Certificates.of(Keys.RSA_ROOT)
              .subject("CN=Zoo RSA Root,O=Zoo")
              .authority(3)
              .lasting(Duration.ofDays(-20), Duration.ofDays(20))
              .signedBy("CN=Zoo RSA Root,O=Zoo", Keys.RSA_ROOT));

  /** Vouched for by the root, to sign servers. */
  static final Authority INTERMEDIATE =
      under(ROOT, Certificates.of(Keys.INTERMEDIATE).authority(0));

  /** Trusted by nobody. */
  static final Authority STRANGER =
      new Authority(
          Keys.STRANGER,
          Certificates.of(Keys.STRANGER)
              .subject("CN=Nobody")
              .authority(3)
              .signedBy("CN=Nobody", Keys.STRANGER));

  /** Trusted by nobody, under the name of the one that is. */
  static final Authority NAMESAKE =
      new Authority(
          Keys.STRANGER,
          Certificates.of(Keys.STRANGER)
              .subject(ROOT_NAME)
              .authority(3)
              .signedBy(ROOT_NAME, Keys.STRANGER));

  /** An intermediate, whatever is wrong with its certificate. */
  static Authority under(Authority issuer, Certificates wanted) {
    wanted.subject("CN=Zoo Intermediate,O=Zoo");
    return new Authority(wanted.keys(), wanted.signedBy(issuer));
  }

  String name() {
    return certificate.getSubject().toString();
  }
}
