package io.github.kvssecure.jni.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassPathCopiesTest {

  private static final String ARTIFACT = "amazon-kinesis-video-streams-producer-sdk-java";
  private static final String PROPERTIES =
      "META-INF/maven/com.amazonaws/" + ARTIFACT + "/pom.properties";
  private static final String MARKER =
      "com/amazonaws/kinesisvideo/internal/producer/jni/NativeKinesisVideoProducerJni.class";
  private static final String LIBRARY = "lib/ubuntu/libKinesisVideoProducerJNI.so";

  @TempDir Path root;

  private URL jar(String name, Map<String, String> entries) throws IOException {
    Path jar = root.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar.toUri().toURL();
  }

  private interface Look {
    void at(ClassPathCopies copies) throws Exception;
  }

  private static void look(PinList pins, Look look, URL... jars) throws Exception {
    try (URLClassLoader loader = new URLClassLoader(jars, null)) {
      look.at(new ClassPathCopies(loader, pins));
    }
  }

  private static void assertRefused(PinList pins, String version, URL... jars) throws Exception {
    look(
        pins,
        copies ->
            assertThatThrownBy(copies::requireNoneThatTrustsEverybody)
                .asInstanceOf(InstanceOfAssertFactories.type(NativeLibraryException.class))
                .matches(NativeLibraryException::isRefusal)
                .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
                .contains(version, "trusts every certificate", "Remove it"),
        jars);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0", "1.9.3", "1.11.9", "1.9.3-SNAPSHOT"})
  void oldSdkBehindTheRightOne_isRefused_byWhatMavenWroteIntoIt(String version) throws Exception {
    URL current = jar("current.jar", Map.of(PROPERTIES, "version=1.12.0\n", MARKER, ""));
    URL old = jar("renamed.jar", Map.of(PROPERTIES, "groupId=x\nversion=" + version + "\n"));
    assertRefused(PinList.bundled(), version, current, old);
  }

  @Test
  void oldSdk_isRefusedByTheNameOfItsJar() throws Exception {
    URL old = jar(ARTIFACT + "-1.9.3.jar", Map.of(MARKER, ""));
    assertRefused(PinList.bundled(), "1.9.3", old);
  }

  /** Renamed, and stripped of what Maven wrote into it: its library still tells. */
  @Test
  void oldSdk_isRefusedByTheLibraryInIt() throws Exception {
    PinnedLibrary old =
        new PinnedLibrary(
            LIBRARY,
            "test",
            "1.8.0",
            "linux-x86_64-glibc",
            Sha256.of("old library".getBytes(StandardCharsets.UTF_8)),
            Optional.of("old"));
    URL everything = jar("everything-in-one.jar", Map.of(LIBRARY, "old library"));
    assertRefused(new PinList(List.of(old)), "1.8.0", everything);
  }

  @Test
  void hashesOfTheOldSdks_arePinnedAsRefused() {
    assertThat(PinList.bundled().all())
        .filteredOn(pin -> !pin.version().equals("1.12.0"))
        .hasSize(8)
        .allMatch(pin -> pin.refusal().orElse("").contains("trusts every certificate"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.12.0", "1.12.2", "2.0.0"})
  void recentSdk_isNotRefused(String version) throws Exception {
    URL jar = jar(ARTIFACT + "-" + version + ".jar", Map.of(PROPERTIES, "version=" + version));
    look(
        PinList.bundled(),
        copies -> assertThatCode(copies::requireNoneThatTrustsEverybody).doesNotThrowAnyException(),
        jar);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.12.1", "1.12.2", "2.0.0", "1.12.0-SNAPSHOT"})
  void sdkOfAnotherRelease_isRefused_wherever1120Stands(String version) throws Exception {
    URL current = jar("current.jar", Map.of(PROPERTIES, "version=1.12.0\n", MARKER, ""));
    URL other = jar("other.jar", Map.of(PROPERTIES, "version=" + version + "\n", MARKER, "x"));
    URL named = jar(ARTIFACT + "-" + version + ".jar", Map.of(MARKER, ""));
    for (URL[] jars :
        List.of(new URL[] {current, other}, new URL[] {other, current}, new URL[] {named})) {
      look(
          PinList.bundled(),
          copies ->
              assertThatThrownBy(copies::requireOneRelease)
                  .asInstanceOf(InstanceOfAssertFactories.type(NativeLibraryException.class))
                  .matches(e -> !e.isRefusal(), "Java may take its place")
                  .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
                  .contains("version " + version, "leave version 1.12.0 alone"),
          jars);
    }
    look(
        PinList.bundled(),
        copies -> assertThatCode(copies::requireOneRelease).doesNotThrowAnyException(),
        current);
  }

  @Test
  void twoCopiesWithDifferentHashes_areRefused_whicheverComesFirst() throws Exception {
    URL one = jar("one.jar", Map.of(LIBRARY, "one"));
    URL two = jar("two.jar", Map.of(LIBRARY, "two"));
    for (URL[] order : List.of(new URL[] {one, two}, new URL[] {two, one})) {
      look(
          PinList.bundled(),
          copies ->
              assertThatThrownBy(() -> copies.only(LIBRARY))
                  .isInstanceOf(NativeLibraryException.class)
                  .hasMessageContainingAll("one.jar", "two.jar", "leave one"),
          order);
    }
  }

  @Test
  void twoEqualCopies_areAsGoodAsOne() throws Exception {
    URL one = jar("one.jar", Map.of(LIBRARY, "same"));
    URL two = jar("two.jar", Map.of(LIBRARY, "same"));
    look(
        PinList.bundled(),
        copies ->
            assertThat(copies.only(LIBRARY))
                .get()
                .isEqualTo("same".getBytes(StandardCharsets.UTF_8)),
        one,
        two);
    look(PinList.bundled(), copies -> assertThat(copies.only(LIBRARY)).isEmpty());
  }
}
