package io.github.kvssecure.internal.iot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.identity.DeviceKey;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureSpi;
import java.security.cert.Certificate;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in every form that a device keeps them in. */
class DeviceKeysTest {

  private static LocalKvs kvs;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    kvs = LocalKvs.start();
  }

  @AfterAll
  static void stop() {
    kvs.close();
  }

  private static void requireFits(LoadedKey loaded, Certificate certificate) {
    assertThat(loaded.certificate()).isEqualTo(certificate);
    assertThat(loaded.keyPair(ThingName.of("door")).matches()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"EC, true", "EC, false", "RSA, true", "RSA, false"})
  void pemFiles_areReadInEveryForm(String algorithm, boolean pkcs8) {
    var device = kvs.things().create("door", algorithm);
    String key =
        pkcs8 ? TestDevice.pkcs8(device.privateKey()) : TestDevice.traditional(device.privateKey());
    assertThat(key).contains(pkcs8 ? "BEGIN PRIVATE KEY" : "BEGIN " + algorithm + " PRIVATE KEY");
    DeviceKey source =
        DeviceKey.pem(
            TestDevice.closed(directory.resolve("k"), "some text\n" + key),
            TestDevice.closed(
                directory.resolve("c"),
                TestDevice.traditional(device.certificate())
                    + TestDevice.traditional(kvs.caCertificate())));

    LoadedKey loaded = DeviceKeys.load(source);
    requireFits(loaded, device.certificate());
    assertThat(loaded.chain()).hasSize(2);
    assertThat(loaded).asString().doesNotContain("PRIVATE");
  }

  @Test
  void pkcs12File_isReadAndThePassphraseOverwritten() throws Exception {
    var device = kvs.things().create("door");
    Path file = TestDevice.pkcs12(directory, device.privateKey(), device.certificate());
    char[] passphrase = TestDevice.PASSPHRASE.toCharArray();

    requireFits(DeviceKeys.load(DeviceKey.pkcs12(file, () -> passphrase)), device.certificate());
    assertThat(passphrase).containsOnly('\0');
    assertThatThrownBy(() -> DeviceKeys.load(DeviceKey.pkcs12(file, "mistyped"::toCharArray)))
        .isInstanceOf(IngestConfigurationException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("its passphrase is wrong")
        .hasMessageNotContaining("mistyped");
  }

  @Test
  void pemFileThatIsEncrypted_isCalledSo() throws Exception {
    var device = kvs.things().create("door");
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(
          device.privateKey(),
          new JcePEMEncryptorBuilder("AES-128-CBC")
              .setProvider(new BouncyCastleProvider())
              .build("mistyped".toCharArray()));
    }
    assertThat(text.toString()).contains("Proc-Type: 4,ENCRYPTED");
    Path key = TestDevice.closed(directory.resolve("k"), text.toString());
    Path certificate =
        TestDevice.closed(directory.resolve("c"), TestDevice.traditional(device.certificate()));

    assertThatThrownBy(() -> DeviceKeys.load(DeviceKey.pem(key, certificate)))
        .isInstanceOf(IngestConfigurationException.class)
        .hasMessageContaining(key + " is encrypted with a passphrase")
        .hasMessageContaining("openssl pkcs12 -export");
  }

  /** No token is needed for that: the file is not understood. */
  @ParameterizedTest
  @ValueSource(strings = {"name = camera\nlibary = /x\n", "name = camera\nlibrary = /x\nslot = 9z"})
  void tokenConfigurationThatIsMisspelt_isNamedAndNotQuoted(String text) {
    Path file = TestDevice.closed(directory.resolve("p11.cfg"), text);

    assertThatThrownBy(() -> DeviceKeys.load(DeviceKey.pkcs11(file, "camera", "1234"::toCharArray)))
        .isInstanceOf(IngestConfigurationException.class)
        .hasMessageContaining(file + " is no configuration of a PKCS#11 token")
        .hasMessageContaining("(line ")
        .hasMessageNotContaining("libary");
  }

  @Test
  void keyStoreEntry_isRead() throws Exception {
    var device = kvs.things().create("door");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "camera",
        device.privateKey(),
        "pin".toCharArray(),
        new Certificate[] {device.certificate()});

    requireFits(
        DeviceKeys.load(DeviceKey.keyStore(store, "camera", "pin"::toCharArray)),
        device.certificate());
    assertThatThrownBy(
            () -> DeviceKeys.load(DeviceKey.keyStore(store, "absent", "pin"::toCharArray)))
        .isInstanceOf(IngestConfigurationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no pem",
        "-----BEGIN PRIVATE KEY-----\nAAAA",
        "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nAA\n-----END EC PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
      })
  void fileWithoutAUsableKey_isNamedAndNotQuoted(String text) {
    var device = kvs.things().create("door");
    Path key = TestDevice.closed(directory.resolve("k"), text);
    DeviceKey source =
        DeviceKey.pem(
            key,
            TestDevice.closed(
                directory.resolve("c"), TestDevice.traditional(device.certificate())));
    assertThatThrownBy(() -> DeviceKeys.load(source))
        .isInstanceOf(IngestConfigurationException.class)
        .hasMessageContaining(key.toString())
        .hasMessageNotContaining("AAAA");
  }

  static Stream<Supplier<char[]>> suppliersOfNothing() {
    return Stream.of(
        () -> {
          throw new IllegalStateException("no answer for 1234");
        },
        () -> null);
  }

  @ParameterizedTest
  @MethodSource("suppliersOfNothing")
  void supplierOfNothing_isNamedAndNotQuoted(Supplier<char[]> supplier) throws Exception {
    var device = kvs.things().create("door");
    Path file = TestDevice.pkcs12(directory, device.privateKey(), device.certificate());

    assertThatThrownBy(() -> DeviceKeys.load(DeviceKey.pkcs12(file, supplier)))
        .isInstanceOf(IngestConfigurationException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("the supplier of its passphrase")
        .hasMessageNotContaining("1234");
  }

  /** What a provider of keys throws whose token was pulled out. */
  private static final class PulledProvider extends Provider {
    private static final long serialVersionUID = 1L;

    PulledProvider() {
      super("PulledOut", "1", "a token that is gone");
      put("Signature.SHA256withECDSA", PulledSignature.class.getName());
    }
  }

  /** Signs nothing any more; takes only keys of the token, as a token does. */
  public static final class PulledSignature extends SignatureSpi {
    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
      throw new InvalidKeyException("not of this token");
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
      if (key.getEncoded() != null) {
        throw new InvalidKeyException("not of this token");
      }
    }

    @Override
    protected void engineUpdate(byte b) {}

    @Override
    protected void engineUpdate(byte[] b, int off, int len) {}

    @Override
    protected byte[] engineSign() {
      throw new ProviderException("CKR_TOKEN_NOT_PRESENT");
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
      return false;
    }

    @Deprecated
    @Override
    protected void engineSetParameter(String name, Object value) {}

    @Deprecated
    @Override
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException();
    }
  }

  /** A key of which only the token knows more. */
  private record KeyInToken() implements PrivateKey {
    private static final long serialVersionUID = 1L;

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public @Nullable String getFormat() {
      return null;
    }

    @Override
    public byte @Nullable [] getEncoded() {
      return null;
    }
  }

  @Test
  void tokenThatWasPulledOut_isNoKeyOfAnother() {
    var device = kvs.things().create("door", "EC");
    Provider pulled = new PulledProvider();
    Security.addProvider(pulled);
    try {
      LoadedKey loaded = new LoadedKey(new KeyInToken(), List.of(device.certificate()));

      assertThatThrownBy(() -> loaded.keyPair(ThingName.of("door")))
          .isInstanceOf(IngestConfigurationException.class)
          .hasMessageContaining(loaded.certificateId())
          .hasMessageContaining("see that its token is there");
    } finally {
      Security.removeProvider(pulled.getName());
    }
  }

  @Test
  void missingAndEndlessFiles_areRefused() throws Exception {
    Path endless = Files.write(directory.resolve("big"), new byte[300_000]);
    for (Path file : new Path[] {directory.resolve("absent"), endless}) {
      assertThatThrownBy(() -> DeviceKeys.load(DeviceKey.pem(file, file)))
          .isInstanceOf(IngestConfigurationException.class);
    }
  }
}
