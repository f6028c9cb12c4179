package io.github.kvssecure.internal.startup;

import io.github.kvssecure.internal.gate.rule.ProcessFacts.Client;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.Clients;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds every copy of the clients of AWS on the class path by a class of each: the JVM takes the
 * first, and which one that is depends on the order of jars. The version of a copy is told by the
 * bytes of that class where they are known, whatever its jar is called; else by what Maven wrote
 * beside it, the jar's name, or its manifest. Immutable; thread-safe.
 *
 * @param loader finds classes and other resources
 * @param knownClasses versions by the SHA-256 of the class that was found
 */
public record ClassPathProbe(ClassLoader loader, Map<String, String> knownClasses) {

  private static final Map<String, String> ARTIFACTS =
      new TreeMap<>(
          Map.of(
              "aws-java-sdk-core", "com/amazonaws/AmazonWebServiceClient.class",
              "aws-java-sdk-kinesisvideo",
                  "com/amazonaws/services/kinesisvideo/AmazonKinesisVideo.class",
              "amazon-kinesis-video-streams-producer-sdk-java",
                  "com/amazonaws/kinesisvideo/internal/producer/jni/NativeKinesisVideoProducerJni.class"));

  private static final Pattern VERSION = Pattern.compile("[0-9][0-9A-Za-z.-]{0,40}");

  /** More than any of these classes has. */
  private static final int MAX_CLASS_BYTES = 1 << 20;

  /** Copies the map. */
  public ClassPathProbe {
    knownClasses = Map.copyOf(knownClasses);
  }

  /**
   * The probe of this process.
   *
   * @return a probe
   */
  public static ClassPathProbe ofThisProcess() {
    return new ClassPathProbe(
        Optional.ofNullable(ClassPathProbe.class.getClassLoader())
            .orElseGet(ClassLoader::getSystemClassLoader),
        ProducerSdks.VERSIONS);
  }

  /**
   * Looks.
   *
   * @return what was found, each copy that differs
   * @throws UncheckedIOException if the class path cannot be searched
   */
  public Clients look() {
    Set<Client> found = new LinkedHashSet<>();
    ARTIFACTS.forEach(
        (artifact, resource) -> {
          for (URL place : copies(resource)) {
            found.add(new Client(artifact, version(artifact, resource, place)));
          }
        });
    return new Clients(List.copyOf(found));
  }

  private List<URL> copies(String resource) {
    try {
      return Collections.list(loader.getResources(resource));
    } catch (IOException e) {
      throw new UncheckedIOException("the class path cannot be searched for " + resource, e);
    }
  }

  private Optional<String> version(String artifact, String resource, URL place) {
    return ofContent(place)
        .or(() -> ofMaven(artifact, resource, place))
        .or(() -> ofName(artifact, place))
        .or(() -> ofManifest(place))
        .filter(version -> VERSION.matcher(version).matches());
  }

  private Optional<String> ofContent(URL place) {
    try (InputStream in = uncached(place).getInputStream()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readNBytes(MAX_CLASS_BYTES));
      return Optional.ofNullable(knownClasses.get(HexFormat.of().formatHex(digest)));
    } catch (IOException e) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Of the same jar: another copy's properties say nothing of this one. */
  private static Optional<String> ofMaven(String artifact, String resource, URL place) {
    String root = place.toString().substring(0, place.toString().length() - resource.length());
    String properties = root + "META-INF/maven/com.amazonaws/" + artifact + "/pom.properties";
    // Read with the handler of the class's own URL, which may be a class loader's.
    try (InputStream in = uncached(new URL(place, properties)).getInputStream()) {
      Properties read = new Properties();
      read.load(in);
      return Optional.ofNullable(read.getProperty("version"));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> ofName(String artifact, URL place) {
    Matcher jar =
        Pattern.compile("/" + Pattern.quote(artifact) + "-([0-9][0-9A-Za-z.]*)\\.jar!")
            .matcher(place.toString());
    return jar.find() ? Optional.of(jar.group(1)) : Optional.empty();
  }

  private static Optional<String> ofManifest(URL place) {
    try {
      return uncached(place) instanceof JarURLConnection jar
          ? Optional.ofNullable(jar.getManifest())
              .map(Manifest::getMainAttributes)
              .map(main -> main.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A cached connection would keep the jar open. */
  private static URLConnection uncached(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    return connection;
  }
}
