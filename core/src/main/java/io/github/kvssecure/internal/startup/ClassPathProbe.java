package io.github.kvssecure.internal.startup;

import io.github.kvssecure.internal.gate.rule.ProcessFacts.Client;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.Clients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds clients of AWS on the class path by a class of each, and their versions by the names of
 * their jars. Immutable; thread-safe.
 *
 * @param locations tells where a resource is, as a URL; empty if there is none
 */
public record ClassPathProbe(Function<String, Optional<String>> locations) {

  private static final Map<String, String> ARTIFACTS =
      new TreeMap<>(
          Map.of(
              "aws-java-sdk-core", "com/amazonaws/AmazonWebServiceClient.class",
              "aws-java-sdk-kinesisvideo",
                  "com/amazonaws/services/kinesisvideo/AmazonKinesisVideo.class",
              "amazon-kinesis-video-streams-producer-sdk-java",
                  "com/amazonaws/kinesisvideo/internal/producer/jni/NativeKinesisVideoProducerJni.class"));

  /**
   * The probe of this process.
   *
   * @return a probe
   */
  public static ClassPathProbe ofThisProcess() {
    ClassLoader loader =
        Optional.ofNullable(ClassPathProbe.class.getClassLoader())
            .orElseGet(ClassLoader::getSystemClassLoader);
    return new ClassPathProbe(
        resource -> Optional.ofNullable(loader.getResource(resource)).map(Object::toString));
  }

  /**
   * Looks.
   *
   * @return what was found
   */
  public Clients look() {
    List<Client> found = new ArrayList<>();
    ARTIFACTS.forEach(
        (artifact, resource) ->
            locations
                .apply(resource)
                .ifPresent(url -> found.add(new Client(artifact, version(artifact, url)))));
    return new Clients(found);
  }

  private static Optional<String> version(String artifact, String url) {
    Matcher jar =
        Pattern.compile(Pattern.quote(artifact) + "-([0-9][0-9A-Za-z.]*)\\.jar").matcher(url);
    return jar.find() ? Optional.of(jar.group(1)) : Optional.empty();
  }
}
