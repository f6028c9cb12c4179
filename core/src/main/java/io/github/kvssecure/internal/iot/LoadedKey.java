package io.github.kvssecure.internal.iot;

import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.internal.gate.rule.IotFacts;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A private key that is ready to sign, and the certificate it came with. Immutable.
 *
 * @param privateKey may live in a token
 * @param chain the device's certificate first
 */
record LoadedKey(PrivateKey privateKey, List<X509Certificate> chain) {

  /** The curves of AWS IoT, by the JDK's name and the usual one. */
  private static final Map<String, String> CURVES =
      Map.of("secp256r1", "P-256", "secp384r1", "P-384", "secp521r1", "P-521");

  LoadedKey {
    chain = List.copyOf(chain);
  }

  /** The device's certificate. */
  X509Certificate certificate() {
    return chain.get(0);
  }

  /** The SHA-256 of the certificate in DER form, lower-case hex. */
  String certificateId() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded());
      return HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read can be encoded", e);
    }
  }

  /**
   * What IOT-05 looks at.
   *
   * @throws IngestConfigurationException if whatever holds the key fails
   */
  IotFacts.DeviceKeyPair keyPair(ThingName thing) {
    PublicKey key = certificate().getPublicKey();
    int bits = 0;
    if (key instanceof RSAPublicKey rsa) {
      bits = rsa.getModulus().bitLength();
    } else if (key instanceof ECPublicKey ec) {
      bits = ec.getParams().getCurve().getField().getFieldSize();
    }
    return new IotFacts.DeviceKeyPair(
        thing, key.getAlgorithm(), bits, curve(key), signsForCertificate(key));
  }

  private static Optional<String> curve(PublicKey key) {
    if (!(key instanceof ECPublicKey ec)) {
      return Optional.empty();
    }
    ECParameterSpec own = ec.getParams();
    return CURVES.entrySet().stream()
        .filter(curve -> isSame(own, named(curve.getKey())))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static boolean isSame(ECParameterSpec one, ECParameterSpec other) {
    return one.getCurve().getField().equals(other.getCurve().getField())
        && one.getCurve().getA().equals(other.getCurve().getA())
        && one.getCurve().getB().equals(other.getCurve().getB())
        && one.getGenerator().equals(other.getGenerator())
        && one.getOrder().equals(other.getOrder());
  }

  private static ECParameterSpec named(String curve) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(curve));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM knows " + curve, e);
    }
  }

  /** By a signature, because a key in a token can be compared in no other way. */
  private boolean signsForCertificate(PublicKey key) {
    String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    byte[] nonce = certificateId().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(privateKey);
      signature.update(nonce);
      byte[] signed = signature.sign();
      Signature verification = Signature.getInstance(algorithm);
      verification.initVerify(key);
      verification.update(nonce);
      return verification.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    } catch (ProviderException e) {
      // A token that is gone says nothing about the key in it.
      throw new IngestConfigurationException(
          "the device key of certificate "
              + certificateId()
              + " cannot sign: "
              + e.getClass().getSimpleName()
              + " of "
              + privateKey.getClass().getName()
              + "; see that its token is there");
    }
  }

  @Override
  public String toString() {
    return "LoadedKey[" + certificateId() + "]";
  }
}
