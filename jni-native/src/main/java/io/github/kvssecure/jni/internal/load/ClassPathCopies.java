package io.github.kvssecure.jni.internal.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every copy of the SDK that a class loader can see. The JVM silently takes the first; which one
 * that is depends on the order of jars, so an old or a second one is refused wherever it stands.
 */
final class ClassPathCopies {

  /** Nothing below this is let near a stream: 1.8.0 and 1.9.3 trust every certificate. */
  private static final List<Integer> OLDEST = List.of(1, 12, 0);

  /** The one release whose classes and library are known to fit each other, and this bridge. */
  private static final String RELEASE = "1.12.0";

  private static final String ARTIFACT = "amazon-kinesis-video-streams-producer-sdk-java";
  private static final String MARKER_CLASS =
      "com/amazonaws/kinesisvideo/internal/producer/jni/NativeKinesisVideoProducerJni.class";
  private static final String MAVEN_PROPERTIES =
      "META-INF/maven/com.amazonaws/" + ARTIFACT + "/pom.properties";
  private static final Pattern JAR = Pattern.compile(Pattern.quote(ARTIFACT) + "-(\\d[^/]*)\\.jar");
  private static final Pattern PROPERTY = Pattern.compile("(?m)^version=(\\S+)\\s*$");

  private final ClassLoader loader;
  private final PinList pins;

  ClassPathCopies(ClassLoader loader, PinList pins) {
    this.loader = loader;
    this.pins = pins;
  }

  /**
   * The content of a resource of which all copies are equal.
   *
   * @return empty if there is none
   * @throws NativeLibraryException if there are different ones
   */
  Optional<byte[]> only(String resource) throws IOException {
    List<URL> copies = Collections.list(loader.getResources(resource));
    if (copies.isEmpty()) {
      return Optional.empty();
    }
    byte[] first = content(copies.get(0));
    for (URL copy : copies) {
      if (!Sha256.of(content(copy)).equals(Sha256.of(first))) {
        throw new NativeLibraryException(
            "there are different copies on the class path ("
                + copies.get(0)
                + ", "
                + copy
                + "); leave one");
      }
    }
    return Optional.of(first);
  }

  /**
   * Refuses a class path with an SDK that trusts every certificate, by the version that the jar
   * says, and by the hash of the library in it, which survives renaming and repackaging.
   *
   * @throws NativeLibraryException if there is one; says where; a refusal
   */
  void requireNoneThatTrustsEverybody() throws IOException {
    for (Stated stated : versions()) {
      requireRecent(stated.version(), stated.place());
    }
    for (String resource : resources()) {
      for (URL library : Collections.list(loader.getResources(resource))) {
        pins.withHash(Sha256.of(content(library)))
            .ifPresent(pin -> requireRecent(pin.version(), library));
      }
    }
  }

  /**
   * Requires that no jar says it is of another release than the library: Java and native code of
   * different releases do not agree on what a call means.
   *
   * @throws NativeLibraryException if one does; says where
   */
  void requireOneRelease() throws IOException {
    for (Stated stated : versions()) {
      if (!stated.version().equals(RELEASE)) {
        throw new NativeLibraryException(
            "version "
                + stated.version()
                + " of "
                + ARTIFACT
                + " is on the class path ("
                + stated.place()
                + "), and the library is that of "
                + RELEASE
                + "; leave version "
                + RELEASE
                + " alone there");
      }
    }
  }

  /** What a jar says of itself. */
  private record Stated(String version, URL place) {}

  private List<Stated> versions() throws IOException {
    List<Stated> stated = new ArrayList<>();
    for (URL properties : Collections.list(loader.getResources(MAVEN_PROPERTIES))) {
      Matcher version = PROPERTY.matcher(new String(content(properties), StandardCharsets.UTF_8));
      if (version.find()) {
        stated.add(new Stated(version.group(1), properties));
      }
    }
    for (URL marker : Collections.list(loader.getResources(MARKER_CLASS))) {
      Matcher version = JAR.matcher(marker.toString());
      if (version.find()) {
        stated.add(new Stated(version.group(1), marker));
      }
    }
    return stated;
  }

  private List<String> resources() {
    return pins.all().stream().map(PinnedLibrary::file).distinct().toList();
  }

  private static void requireRecent(String version, URL place) {
    if (isOlder(version)) {
      throw NativeLibraryException.refusal(
          new NativeLibraryException(
              "version "
                  + version
                  + " of "
                  + ARTIFACT
                  + " is on the class path ("
                  + place
                  + "); it trusts every certificate. Remove it, and leave version 1.12.0 alone"
                  + " there"));
    }
  }

  private static boolean isOlder(String version) {
    List<Integer> found = new ArrayList<>();
    for (String part : version.split("[.-]", -1)) {
      found.add(part.matches("\\d{1,6}") ? Integer.parseInt(part) : 0);
    }
    for (int i = 0; i < OLDEST.size(); i++) {
      int here = i < found.size() ? found.get(i) : 0;
      if (here != OLDEST.get(i)) {
        return here < OLDEST.get(i);
      }
    }
    return false;
  }

  private static byte[] content(URL resource) throws IOException {
    try (InputStream in = resource.openStream()) {
      byte[] bytes = in.readNBytes(LibrarySource.MAX_BYTES + 1);
      if (bytes.length > LibrarySource.MAX_BYTES) {
        throw new NativeLibraryException(resource + " is larger than any build of the library");
      }
      return bytes;
    }
  }
}
