package io.github.kvssecure.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trust stores of the JVM that vouch for nobody. */
class TlsContextTest {

  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path directory;

  @BeforeEach
  @AfterEach
  void leaveTheDefault() {
    System.clearProperty(TRUST_STORE);
  }

  private Path store(String type, TlsContext holding) throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    for (var authority : holding.authorities()) {
      store.setCertificateEntry(authority.getSerialNumber().toString(), authority);
    }
    return written(store);
  }

  private Path written(KeyStore store) throws Exception {
    Path file = directory.resolve("trust");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
    return file;
  }

  private static void assertRefused(String store) {
    System.setProperty(TRUST_STORE, store);
    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> TlsContext.of(TlsPolicy.strict(), List.of()))
        .withMessageContaining("no certificate")
        .withMessageContaining(TRUST_STORE + "=" + store)
        .withMessageContaining("trustStorePassword");
    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(TlsContext::jvmTrust)
        .withMessageContaining("no certificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void storeWithoutACertificate_isCalledThat(String type) throws Exception {
    KeyStore empty = KeyStore.getInstance(type);
    empty.load(null, null);

    assertRefused(written(empty).toString());
  }

  @Test
  void storeThatIsNone_isCalledEmptyToo() {
    assertRefused("NONE");
  }

  /** Without the password the JDK passes over the certificates, and says nothing. */
  @Test
  void storeWhosePasswordIsNotGiven_isCalledEmptyToo() throws Exception {
    assertRefused(store("PKCS12", TlsContext.jvmTrust()).toString());
  }

  @Test
  void storeWithCertificates_isTrusted() throws Exception {
    TlsContext usual = TlsContext.jvmTrust();
    System.setProperty(TRUST_STORE, store("JKS", usual).toString());

    assertThat(TlsContext.jvmTrust().authorities()).isNotEmpty().isSubsetOf(usual.authorities());
  }
}
