package io.github.kvssecure.internal.startup;

import io.github.kvssecure.internal.gate.rule.ProcessFacts.Client;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.Clients;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds clients of AWS on the class path by a class of each. Their versions are what Maven wrote
 * into the jar, also into one that was renamed or shaded; else what the jar's name or its manifest
 * says. Immutable; thread-safe.
 *
 * @param loader finds classes and other resources
 */
public record ClassPathProbe(ClassLoader loader) {

  private static final Map<String, String> ARTIFACTS =
      new TreeMap<>(
          Map.of(
              "aws-java-sdk-core", "com/amazonaws/AmazonWebServiceClient.class",
              "aws-java-sdk-kinesisvideo",
                  "com/amazonaws/services/kinesisvideo/AmazonKinesisVideo.class",
              "amazon-kinesis-video-streams-producer-sdk-java",
                  "com/amazonaws/kinesisvideo/internal/producer/jni/NativeKinesisVideoProducerJni.class"));

  private static final Pattern VERSION = Pattern.compile("[0-9][0-9A-Za-z.-]{0,40}");

  /**
   * The probe of this process.
   *
   * @return a probe
   */
  public static ClassPathProbe ofThisProcess() {
    return new ClassPathProbe(
        Optional.ofNullable(ClassPathProbe.class.getClassLoader())
            .orElseGet(ClassLoader::getSystemClassLoader));
  }

  /**
   * Looks.
   *
   * @return what was found
   */
  public Clients look() {
    List<Client> found = new ArrayList<>();
    ARTIFACTS.forEach(
        (artifact, resource) -> {
          URL place = loader.getResource(resource);
          if (place != null) {
            found.add(new Client(artifact, version(artifact, place)));
          }
        });
    return new Clients(found);
  }

  private Optional<String> version(String artifact, URL place) {
    return ofMaven(artifact)
        .or(() -> ofName(artifact, place))
        .or(() -> ofManifest(place))
        .filter(version -> VERSION.matcher(version).matches());
  }

  private Optional<String> ofMaven(String artifact) {
    URL properties =
        loader.getResource("META-INF/maven/com.amazonaws/" + artifact + "/pom.properties");
    if (properties == null) {
      return Optional.empty();
    }
    try (InputStream in = uncached(properties).getInputStream()) {
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
