package io.github.kvssecure.internal.startup;

import io.github.kvssecure.identity.Redaction;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.identity.SessionGrant;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.LogTrial;
import io.github.kvssecure.internal.gate.rule.ProcessFacts.SerialisationTrial;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamArn;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts made-up secrets where secrets go, and looks whether they come out: as text, or serialised.
 * Immutable; thread-safe.
 */
public final class SecretTrial {

  private final String secret;
  private final String token;
  private final Map<String, Object> holders;

  private SecretTrial(String secret, String token, Map<String, Object> holders) {
    this.secret = secret;
    this.token = token;
    this.holders = holders;
  }

  /**
   * A trial of everything in this library that holds credentials.
   *
   * @return a trial with secrets of its own
   */
  public static SecretTrial ofThisBuild() {
    String secret = "trial-secret-" + UUID.randomUUID();
    String token = "trial-token-" + UUID.randomUUID();
    SessionCredentials credentials =
        SessionCredentials.of(
                "ASIATRIALTRIALTRIAL0", secret, Optional.of(token), Optional.of(Instant.MAX))
            .granted(
                new SessionGrant(
                    "arn:aws:sts::000000000000:assumed-role/trial/trial", Optional.empty()));
    StreamArn stream =
        new StreamArn("arn:aws:kinesisvideo:eu-central-1:000000000000:stream/trial/1");
    Map<String, Object> holders = new LinkedHashMap<>();
    holders.put("credentials", credentials);
    holders.put(
        "upload request",
        new UploadRequest(
            new UploadRequest.Target(
                URI.create("https://trial.invalid"), AwsRegion.of("eu-central-1")),
            stream,
            credentials,
            Instant.EPOCH));
    holders.put("scope", new IdentityFacts.ScopeUse(stream, credentials));
    holders.put("text from outside", new Echo(credentials));
    return new SecretTrial(secret, token, holders);
  }

  /**
   * What a service says that repeats everything it was sent.
   *
   * @param credentials what it was sent
   */
  private record Echo(SessionCredentials credentials) {
    @Override
    public String toString() {
      return Redaction.of(
          "denied: "
              + credentials.secretAccessKey()
              + ", x-amz-security-token: "
              + credentials.sessionToken().orElse(""));
    }
  }

  /**
   * A trial of some objects.
   *
   * @param secret must not come out
   * @param holders what holds it, by name
   * @return a trial
   */
  static SecretTrial of(String secret, Map<String, Object> holders) {
    return new SecretTrial(secret, secret, new LinkedHashMap<>(holders));
  }

  /**
   * Writes everything as text, also as part of an exception.
   *
   * @return where a secret came out
   */
  public LogTrial inText() {
    List<String> looked = new ArrayList<>();
    List<String> leaks = new ArrayList<>();
    holders.forEach(
        (name, holder) -> {
          looked.add(name);
          String text = holder + " " + new IllegalStateException(String.valueOf(holder));
          if (text.contains(secret) || text.contains(token)) {
            leaks.add(name);
          }
        });
    return new LogTrial(looked, leaks);
  }

  /**
   * Serialises everything.
   *
   * @return what could be serialised
   */
  public SerialisationTrial serialised() {
    List<String> refused = new ArrayList<>();
    List<String> serialised = new ArrayList<>();
    holders.forEach((name, holder) -> (isSerialised(holder) ? serialised : refused).add(name));
    return new SerialisationTrial(refused, serialised);
  }

  private static boolean isSerialised(Object holder) {
    try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      out.writeObject(holder);
      return true;
    } catch (NotSerializableException e) {
      return false;
    } catch (IOException e) {
      // Something of it went out before the rest failed.
      return true;
    }
  }
}
