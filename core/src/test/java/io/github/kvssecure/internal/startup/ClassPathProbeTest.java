package io.github.kvssecure.internal.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.internal.gate.rule.ProcessFacts.Client;
import io.github.kvssecure.proof.ProvesSatisfied;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real jars, as Maven, a shading plugin and a careless hand leave them. */
class ClassPathProbeTest {

  private static final String KVS_CLIENT = "aws-java-sdk-kinesisvideo";
  private static final String KVS_CLASS =
      "com/amazonaws/services/kinesisvideo/AmazonKinesisVideo.class";
  private static final String PRODUCER_SDK = "amazon-kinesis-video-streams-producer-sdk-java";
  private static final String PRODUCER_CLASS =
      "com/amazonaws/kinesisvideo/internal/producer/jni/NativeKinesisVideoProducerJni.class";

  @TempDir Path folder;

  private URL jar(String name, Map<String, String> entries) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        jar.putNextEntry(new ZipEntry(entry.getKey()));
        jar.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        jar.closeEntry();
      }
    }
    return file.toUri().toURL();
  }

  /** What a class path of these jars alone shows. */
  private static List<Client> look(URL... jars) throws IOException {
    return look(ProducerSdks.VERSIONS, jars);
  }

  private static List<Client> look(Map<String, String> knownClasses, URL... jars)
      throws IOException {
    try (URLClassLoader loader = new URLClassLoader(jars, null)) {
      return new ClassPathProbe(loader, knownClasses).look().clients();
    }
  }

  private static Map<String, String> entries(String... namesAndContents) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      entries.put(namesAndContents[i], namesAndContents[i + 1]);
    }
    return entries;
  }

  private static String properties(String artifact) {
    return "META-INF/maven/com.amazonaws/" + artifact + "/pom.properties";
  }

  @Test
  @ProvesSatisfied("BP-06")
  void classPathWithoutOldClients_showsNone() throws IOException {
    assertThat(look(jar("application.jar", entries("com/example/App.class", "")))).isEmpty();
  }

  @Test
  void versionThatMavenWrote_isFoundInARenamedAndShadedJar() throws IOException {
    URL shaded =
        jar(
            "everything-2.0.jar",
            entries(
                KVS_CLASS,
                "",
                properties(KVS_CLIENT),
                "#made by Maven\nversion=1.12.100\ngroupId=com.amazonaws\n",
                PRODUCER_CLASS,
                "",
                properties(PRODUCER_SDK),
                "version=1.9.3\n"));

    assertThat(look(shaded))
        .containsExactly(
            new Client(PRODUCER_SDK, Optional.of("1.9.3")),
            new Client(KVS_CLIENT, Optional.of("1.12.100")));
  }

  @Test
  void everyCopy_isJudgedByItsOwnJar_whicheverComesFirst() throws IOException {
    URL current =
        jar(
            "current.jar",
            entries(PRODUCER_CLASS, "new", properties(PRODUCER_SDK), "version=1.12.0\n"));
    URL old =
        jar("old.jar", entries(PRODUCER_CLASS, "old", properties(PRODUCER_SDK), "version=1.9.3\n"));
    Client newOne = new Client(PRODUCER_SDK, Optional.of("1.12.0"));
    Client oldOne = new Client(PRODUCER_SDK, Optional.of("1.9.3"));

    assertThat(look(current, old)).containsExactly(newOne, oldOne);
    assertThat(look(old, current)).containsExactly(oldOne, newOne);
  }

  @Test
  void copyWithoutProperties_doesNotBorrowThoseOfAnother() throws IOException {
    URL current =
        jar(
            "current.jar",
            entries(PRODUCER_CLASS, "new", properties(PRODUCER_SDK), "version=1.12.0\n"));
    URL silent = jar("silent.jar", entries(PRODUCER_CLASS, "who knows"));

    assertThat(look(silent, current))
        .containsExactly(
            new Client(PRODUCER_SDK, Optional.empty()),
            new Client(PRODUCER_SDK, Optional.of("1.12.0")));
  }

  /** Renamed, stripped of what Maven wrote, or with a lie in its place: the class still tells. */
  @Test
  void knownClass_tellsItsVersion_whateverItsJarSays() throws Exception {
    String sha256 =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest("old class".getBytes(StandardCharsets.UTF_8)));
    URL renamed = jar("camera.jar", entries(PRODUCER_CLASS, "old class"));
    URL lying =
        jar(
            PRODUCER_SDK + "-1.12.0.jar",
            entries(PRODUCER_CLASS, "old class", properties(PRODUCER_SDK), "version=1.12.0\n"));

    assertThat(look(Map.of(sha256, "1.9.3"), renamed, lying))
        .containsExactly(new Client(PRODUCER_SDK, Optional.of("1.9.3")));
  }

  @Test
  void versionInTheNameOfTheJar_isFound() throws IOException {
    assertThat(look(jar(KVS_CLIENT + "-1.11.600.jar", entries(KVS_CLASS, ""))))
        .containsExactly(new Client(KVS_CLIENT, Optional.of("1.11.600")));
  }

  @Test
  void versionInTheManifest_isFoundWhereNothingElseSays() throws IOException {
    URL jar =
        jar(
            "client.jar",
            entries(
                "META-INF/MANIFEST.MF",
                "Manifest-Version: 1.0\nImplementation-Version: 1.11.9\n\n",
                KVS_CLASS,
                ""));

    assertThat(look(jar)).containsExactly(new Client(KVS_CLIENT, Optional.of("1.11.9")));
  }

  @Test
  void jarThatSaysNothingOrNonsense_isOfUnknownVersion() throws IOException {
    URL silent = jar("client.jar", entries(KVS_CLASS, ""));
    URL strange =
        jar("other.jar", entries(KVS_CLASS, "", properties(KVS_CLIENT), "version=\\u0021 \\n"));

    assertThat(look(silent)).containsExactly(new Client(KVS_CLIENT, Optional.empty()));
    assertThat(look(strange)).containsExactly(new Client(KVS_CLIENT, Optional.empty()));
    assertThat(look(silent).get(0)).hasToString(KVS_CLIENT + " of unknown version");
  }

  @Test
  void classesOutsideOfJars_areFoundToo() throws IOException {
    Path file = Files.createDirectories(folder.resolve("classes").resolve(KVS_CLASS).getParent());
    Files.createFile(file.resolve("AmazonKinesisVideo.class"));

    assertThat(look(folder.resolve("classes").toUri().toURL()))
        .containsExactly(new Client(KVS_CLIENT, Optional.empty()));
  }

  @Test
  void thisBuild_bringsNothingOfTheOldSdk() {
    assertThat(ClassPathProbe.ofThisProcess().look().clients())
        .extracting(Client::artifact)
        .noneMatch(artifact -> artifact.startsWith("aws-java-sdk"));
  }
}
