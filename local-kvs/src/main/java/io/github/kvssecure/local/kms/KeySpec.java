package io.github.kvssecure.local.kms;

import static io.github.kvssecure.local.kms.KeyUsage.ENCRYPT_DECRYPT;
import static io.github.kvssecure.local.kms.KeyUsage.GENERATE_VERIFY_MAC;
import static io.github.kvssecure.local.kms.KeyUsage.KEY_AGREEMENT;
import static io.github.kvssecure.local.kms.KeyUsage.SIGN_VERIFY;

import java.util.List;

/**
 * Kinds of key material, with the usages that <a
 * href="https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html">CreateKey</a>
 * allows for each; the names are those on the wire.
 */
public enum KeySpec {
  /** 256-bit symmetric encryption: the only one that can encrypt a stream. */
  SYMMETRIC_DEFAULT,
  /** RSA, 2048 bits. */
  RSA_2048,
  /** RSA, 3072 bits. */
  RSA_3072,
  /** RSA, 4096 bits. */
  RSA_4096,
  /** Curve P-256. */
  ECC_NIST_P256,
  /** Curve P-384. */
  ECC_NIST_P384,
  /** Curve P-521. */
  ECC_NIST_P521,
  /** Curve secp256k1. */
  ECC_SECG_P256K1,
  /** Curve Edwards25519. */
  ECC_NIST_EDWARDS25519,
  /** HMAC with SHA-224. */
  HMAC_224,
  /** HMAC with SHA-256. */
  HMAC_256,
  /** HMAC with SHA-384. */
  HMAC_384,
  /** HMAC with SHA-512. */
  HMAC_512,
  /** SM2, of the China Regions. */
  SM2,
  /** ML-DSA, security category 2. */
  ML_DSA_44,
  /** ML-DSA, security category 3. */
  ML_DSA_65,
  /** ML-DSA, security category 5. */
  ML_DSA_87;

  /** Returns the usages a key of this kind can have. */
  public List<KeyUsage> usages() {
    return switch (this) {
      case SYMMETRIC_DEFAULT -> List.of(ENCRYPT_DECRYPT);
      case RSA_2048, RSA_3072, RSA_4096 -> List.of(ENCRYPT_DECRYPT, SIGN_VERIFY);
      case ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521 -> List.of(SIGN_VERIFY, KEY_AGREEMENT);
      case ECC_SECG_P256K1, ECC_NIST_EDWARDS25519, ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
          List.of(SIGN_VERIFY);
      case HMAC_224, HMAC_256, HMAC_384, HMAC_512 -> List.of(GENERATE_VERIFY_MAC);
      case SM2 -> List.of(ENCRYPT_DECRYPT, SIGN_VERIFY, KEY_AGREEMENT);
    };
  }

  /** Returns the names of the encryption algorithms, as KeyMetadata lists them; empty for none. */
  List<String> encryptionAlgorithms() {
    return switch (this) {
      case SYMMETRIC_DEFAULT -> List.of("SYMMETRIC_DEFAULT");
      case RSA_2048, RSA_3072, RSA_4096 -> List.of("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256");
      case SM2 -> List.of("SM2PKE");
      default -> List.of();
    };
  }
}
