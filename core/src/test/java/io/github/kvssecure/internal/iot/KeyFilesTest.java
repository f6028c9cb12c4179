package io.github.kvssecure.internal.iot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.identity.DeviceKey;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.internal.files.FileStates;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.FileFacts;
import io.github.kvssecure.internal.gate.rule.IotFacts;
import io.github.kvssecure.internal.gate.rule.IotRules;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IOT-04 against files of this machine. */
class KeyFilesTest {

  @TempDir Path directory;

  private Path key;
  private Path certificate;

  @BeforeEach
  void write() {
    key = TestDevice.closed(directory.resolve("device.key"), "key");
    certificate =
        TestDevice.mode(
            TestDevice.closed(directory.resolve("device.crt"), "certificate"), "rw-r--r--");
  }

  private static List<Violation> refused(DeviceKey source) {
    return refused(KeyFiles.of(source), FileStates.processOwner());
  }

  private static List<Violation> refused(List<FileFacts.FileState> files, String owner) {
    return new PolicyGate(SecurityPolicy.strict(), Clock.systemUTC(), IngestListener.NONE)
        .verification()
        .of(IotRules.FILES, new IotFacts.DeviceFiles(ThingName.of("door"), files, owner))
        .refused();
  }

  private List<Violation> refused() {
    return refused(DeviceKey.pem(key, certificate));
  }

  @Test
  @ProvesSatisfied("IOT-04")
  void closedFiles_areLetThrough() {
    assertThat(refused()).isEmpty();
    assertThat(refused(DeviceKey.pkcs12(key, () -> new char[0]))).isEmpty();
    TestDevice.mode(key, "r--------");
    assertThat(refused()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"rw-r-----, 640", "rw----r--, 604", "rwx------, 700", "rwxrwxrwx, 777"})
  @ProvesViolated("IOT-04")
  void openKey_isRefusedWithTheCommandThatMendsIt(String permissions, String octal) {
    TestDevice.mode(key, permissions);
    Violation violation = refused().get(0);
    assertThat(violation.found()).isEqualTo("private key " + key + " has mode " + octal);
    assertThat(violation.remedy()).isEqualTo("chmod 600 " + key);
  }

  @Test
  @ProvesViolated("IOT-04")
  void certificateThatOthersMayChange_isRefused() {
    TestDevice.mode(certificate, "rw-rw-r--");
    assertThat(refused().get(0).remedy()).isEqualTo("chmod 644 " + certificate);
  }

  @Test
  @ProvesViolated("IOT-04")
  void openDirectory_isRefused() {
    TestDevice.mode(directory, "rwxr-xr-x");
    assertThat(refused().get(0).remedy()).isEqualTo("chmod 700 " + directory);
    TestDevice.mode(directory, "rwx------");
  }

  @Test
  @ProvesViolated("IOT-04")
  void linkToAKey_isRefused() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link.key"), key);
    Violation violation = refused(DeviceKey.pem(link, certificate)).get(0);
    assertThat(violation.found()).contains("is a symbolic link");
  }

  @Test
  @ProvesViolated("IOT-04")
  void fileOfSomebodyElse_isRefused() {
    List<FileFacts.FileState> files = KeyFiles.of(DeviceKey.pem(key, certificate));
    assertThat(refused(files, "camera").get(0).remedy())
        .contains("chown camera " + key, "chown camera " + directory);
  }

  @Test
  @ProvesViolated("IOT-04")
  void missingFile_isRefused() {
    assertThat(refused(DeviceKey.pem(directory.resolve("a b'c"), certificate)).get(0).remedy())
        .contains("'" + directory + "/a b'\\''c'");
  }

  @Test
  void fileSystemThatDoesNotSay_isNotEvaluatedAndRefusedUnderStrict() {
    var silent =
        new FileFacts.FileState(
            key,
            FileFacts.FileUse.PRIVATE_KEY,
            FileFacts.FileState.Kind.FILE,
            Optional.empty(),
            Optional.empty());
    assertThat(refused(List.of(silent), "camera").get(0).found()).startsWith("not evaluated");
  }

  @Test
  void libraryOfATokenMayBelongToTheDistribution() throws IOException {
    Path library = TestDevice.mode(Files.writeString(directory.resolve("lib.so"), ""), "rwxr-xr-x");
    Path configuration =
        TestDevice.closed(directory.resolve("p11.cfg"), "name = t\nlibrary = " + library + "\n");
    DeviceKey token = DeviceKey.pkcs11(configuration, "device", () -> new char[0]);
    assertThat(refused(token)).isEmpty();
    TestDevice.mode(library, "rwxrwxr-x");
    assertThat(refused(token).get(0).remedy()).isEqualTo("chmod 755 " + library);
    TestDevice.mode(configuration, "rw-r--r--");
    assertThat(refused(token).get(0).remedy()).startsWith("chmod 640 " + configuration);
  }

  /** How else SunPKCS11 lets a library be named; it loads each of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "library = \"%s\"",
        "library = %s # of the distribution",
        "library=%s#",
        "  library\t=\t%s  "
      })
  void libraryThatOthersMayChange_isRefusedHoweverItIsSpelt(String line) throws IOException {
    Path library = TestDevice.mode(Files.writeString(directory.resolve("lib.so"), ""), "rwxrwxrwx");

    assertThat(refused(token(line.formatted(library))))
        .extracting(Violation::found)
        .containsExactly("PKCS#11 library " + library.toRealPath() + " has mode 777");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "library = ${java.io.tmpdir}/lib.so",
        "library = relative-and-nowhere.so",
        "library =",
        "nssLibraryDirectory = /tmp"
      })
  void libraryThatCannotBeLookedAt_isRefused(String line) {
    assertThat(refused(token(line)))
        .singleElement()
        .satisfies(
            violation ->
                assertThat(violation.found()).contains("PKCS#11 library").contains("missing"));
  }

  private DeviceKey token(String line) {
    return DeviceKey.pkcs11(
        TestDevice.closed(directory.resolve("p11.cfg"), "name = t\n" + line + "\n"),
        "device",
        () -> new char[0]);
  }
}
