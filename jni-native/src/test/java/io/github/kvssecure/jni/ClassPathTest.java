package io.github.kvssecure.jni;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.jni.internal.bind.ForkedJvm;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Producers that are built over class paths as builds and careless hands leave them. */
class ClassPathTest {

  private static final String SDK = "amazon-kinesis-video-streams-producer-sdk-java";
  private static final String PROPERTIES =
      "META-INF/maven/com.amazonaws/" + SDK + "/pom.properties";
  private static final String MARKER =
      "com/amazonaws/kinesisvideo/internal/producer/jni/NativeKinesisVideoProducerJni.class";

  @TempDir Path root;

  private Path jar(String name, Map<String, byte[]> entries) throws IOException {
    Path jar = root.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return jar;
  }

  /** This class path without jars of a name. */
  private static String without(String name) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !Path.of(entry).getFileName().toString().contains(name))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private String build(String classPath, String packaging, String... options) throws Exception {
    return ForkedJvm.run(
            ForkedJvm.command(classPath, BuildInChild.class, List.of(options), packaging), root)
        .output();
  }

  /** Whatever packages the media, and also where the JVM would never get to the old classes. */
  @ParameterizedTest
  @CsvSource({"JAVA, true", "JAVA, false", "NATIVE_OR_JAVA, true", "NATIVE_OR_JAVA, false"})
  void sdkThatTrustsEverybody_isRefused_inFrontOfTheRightOneAndBehindIt(
      String packaging, boolean inFront) throws Exception {
    Path old =
        jar(
            "camera.jar",
            Map.of(
                MARKER,
                new byte[] {1},
                PROPERTIES,
                "version=1.9.3\n".getBytes(StandardCharsets.UTF_8)));
    String current = without("no jar");
    String classPath =
        inFront ? old + File.pathSeparator + current : current + File.pathSeparator + old;

    assertThat(build(classPath, packaging))
        .contains("refused: ", "BP-06", SDK + " 1.9.3", "sends media to a wrong peer")
        .doesNotContain("built: ");
  }

  /** The vendor's class alone tells which release it is of. */
  @Test
  void renamedSdk_isToldByItsClass() throws Exception {
    byte[] marker;
    try (InputStream in = getClass().getClassLoader().getResourceAsStream(MARKER)) {
      assertThat(in).isNotNull();
      marker = in.readAllBytes();
    }
    Path renamed = jar("camera.jar", Map.of(MARKER, marker));

    assertThat(build(without(SDK) + File.pathSeparator + renamed, "JAVA"))
        .contains("built: java (asked for)", SDK + " 1.12.0")
        .doesNotContain("of unknown version");
  }

  /** As on an image for a board that was trimmed. */
  @ParameterizedTest
  @ValueSource(strings = {SDK, "log4j-api"})
  void missingJar_isSaid_andJavaTakesOver(String missing) throws Exception {
    assertThat(build(without(missing), "NATIVE_OR_JAVA"))
        .contains("built: java (native 1.12.0 cannot run: ", "do not link", "add com.amazonaws:");
    assertThat(build(without(missing), "NATIVE"))
        .contains("refused: ", SDK + " 1.12.0 and org.apache.logging.log4j:log4j-api");
  }

  /** Media in a store of another size than the one asked for would surprise later. */
  @ParameterizedTest
  @ValueSource(strings = {"NATIVE_OR_JAVA", "NATIVE"})
  void settingThatCannotBeUsed_isRefused_andNotReplacedByJava(String packaging) throws Exception {
    assertThat(build(without("no jar"), packaging, "-Dio.github.kvssecure.jni.storageMiB=1g"))
        .contains("misconfigured: -Dio.github.kvssecure.jni.storageMiB is \"1g\"")
        .doesNotContain("built: ");
  }

  @Test
  void anotherLibraryInTheNamedDirectory_isNotReplacedByJava() throws Exception {
    Path lib = Files.createDirectory(root.resolve("lib"));
    Files.write(lib.resolve("libKinesisVideoProducerJNI.so"), new byte[] {1});

    assertThat(
            build(
                without("no jar"),
                "NATIVE_OR_JAVA",
                "-Dio.github.kvssecure.jni.librarySearch=" + lib))
        .contains("refused: ", lib.toString(), "nobody knows that file")
        .doesNotContain("built: ");
  }

  private Path directoryWithTheVendorsLibrary() throws IOException {
    Path lib = Files.createDirectory(root.resolve("lib"));
    try (InputStream in =
        getClass()
            .getClassLoader()
            .getResourceAsStream("lib/ubuntu/libKinesisVideoProducerJNI.so")) {
      assertThat(in).isNotNull();
      Files.copy(in, lib.resolve("libKinesisVideoProducerJNI.so"));
    }
    return lib;
  }

  /**
   * Also by what is found before the directory is looked at, and after its library was admitted.
   */
  @ParameterizedTest
  @CsvSource({
    "no jar, -Dos.arch=aarch64, supported: linux-x86_64-glibc",
    "log4j-api, -Dunused=1, do not link",
    "no jar, -Dio.github.kvssecure.jni.directory=/absent, cannot lay it down"
  })
  void libraryInTheNamedDirectory_isNeverReplacedByJava(
      String missing, String option, String reason) throws Exception {
    Path lib = directoryWithTheVendorsLibrary();

    assertThat(
            build(
                without(missing),
                "NATIVE_OR_JAVA",
                "-Dio.github.kvssecure.jni.librarySearch=" + lib,
                option))
        .contains("refused: ", reason, "Java does not take the place of what lies in " + lib)
        .doesNotContain("built: ");
  }

  @Test
  void libraryInTheNamedDirectory_isNotReplacedByJava_forAnSdkOfAnotherRelease() throws Exception {
    Path lib = directoryWithTheVendorsLibrary();
    Path other =
        jar("camera.jar", Map.of(PROPERTIES, "version=1.13.0".getBytes(StandardCharsets.UTF_8)));

    assertThat(
            build(
                without("no jar") + File.pathSeparator + other,
                "NATIVE_OR_JAVA",
                "-Dio.github.kvssecure.jni.librarySearch=" + lib))
        .contains("refused: ", "version 1.13.0", "what lies in " + lib)
        .doesNotContain("built: ");
  }

  /** One command line for all boards of a fleet. */
  @Test
  void emptyDirectoryThatWasNamed_leavesTheMediaToJava() throws Exception {
    assertThat(
            build(
                without("no jar"),
                "NATIVE_OR_JAVA",
                "-Dio.github.kvssecure.jni.librarySearch=" + root,
                "-Dos.arch=aarch64"))
        .contains("built: java (native 1.12.0 cannot run: ");
  }
}
