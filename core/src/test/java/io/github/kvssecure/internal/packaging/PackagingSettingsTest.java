package io.github.kvssecure.internal.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.stream.IngestConfigurationException;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written on the command line, well and badly. */
class PackagingSettingsTest {

  private static final String PROPERTY = PackagingSettings.STORE_PROPERTY;

  @AfterEach
  void forget() {
    System.clearProperty(PROPERTY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " 64", "1g", "512m", "0x200", "+64", "-1", "0", "8193", "17592186044928"})
  void storeThatIsNoNumberOrOutOfRange_isRefused(String text) {
    System.setProperty(PROPERTY, text);

    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(PackagingSettings::ofProcess)
        .withMessageContainingAll(
            "-D" + PROPERTY + " is \"" + text + "\"", "1 to 8192", "-D" + PROPERTY + "=512");
  }

  @ParameterizedTest
  @CsvSource({"1, 1048576", "64, 67108864", "8192, 8589934592"})
  void store_isGivenInMebibytes(String text, long bytes) {
    System.setProperty(PROPERTY, text);

    assertThat(PackagingSettings.ofProcess().storeBytes()).isEqualTo(bytes);
  }

  @Test
  void withoutProperty_storeIsPartOfTheHeap() {
    assertThat(PackagingSettings.ofProcess().storeBytes())
        .isBetween(1L << 20, Math.max(1L << 20, Runtime.getRuntime().maxMemory() / 2));
  }

  /** In a class loader of its own, because there is one packager for each. */
  @Test
  void packager_isRefusedEachTime_untilTheSettingIsMended() throws Exception {
    List<URL> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      classPath.add(Path.of(entry).toUri().toURL());
    }
    try (URLClassLoader fresh =
        new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Object provider =
          fresh
              .loadClass(JavaMediaProducerProvider.class.getName())
              .getDeclaredConstructor()
              .newInstance();
      System.setProperty(PROPERTY, "0");
      for (int time = 0; time < 2; time++) {
        assertThatExceptionOfType(InvocationTargetException.class)
            .isThrownBy(() -> mediaProducer(provider))
            .havingCause()
            .satisfies(
                cause ->
                    assertThat(cause.getClass().getName())
                        .isEqualTo(IngestConfigurationException.class.getName()));
      }
      System.setProperty(PROPERTY, "64");

      assertThat(mediaProducer(provider).getClass().getName())
          .isEqualTo(JavaMediaProducer.class.getName());
      assertThat(mediaProducer(provider)).isSameAs(mediaProducer(provider));
    }
  }

  private static Object mediaProducer(Object provider) throws ReflectiveOperationException {
    return provider.getClass().getMethod("mediaProducer").invoke(provider);
  }
}
