package io.github.kvssecure.internal.aws;

import io.github.kvssecure.internal.transport.FlatJson;
import io.github.kvssecure.internal.transport.MalformedResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in as {@code aws sso login} leaves it behind in a file; read anew each time, because it is
 * replaced there. Thread-safe.
 */
final class StoredSignIn implements SignIn {

  /** The real ones have some 3 KiB. */
  private static final int LONGEST_FILE = 64 * 1024;

  /** As older versions of the AWS CLI end a time. */
  private static final Pattern OLD_ZONE = Pattern.compile("UTC$");

  private final IdentityCenterProfile profile;
  private final Path file;
  private final Clock clock;

  /**
   * The sign-in of a profile.
   *
   * @param profile which
   * @param home the directory of the user
   * @param clock tells whether it is over
   */
  StoredSignIn(IdentityCenterProfile profile, Path home, Clock clock) {
    this.profile = profile;
    this.file = home.resolve(Path.of(".aws", "sso", "cache", sha1(profile.cacheName()) + ".json"));
    this.clock = clock;
  }

  @Override
  public String token() {
    byte[] text = read();
    try {
      Map<String, FlatJson.Value> members = FlatJson.parse(ByteBuffer.wrap(text));
      Instant end =
          Instant.parse(OLD_ZONE.matcher(text(members.get("expiresAt"))).replaceFirst("Z"));
      if (!clock.instant().isBefore(end)) {
        throw SignIn.missing(profile, "the sign-in was over at " + end);
      }
      return text(members.get("accessToken"));
    } catch (MalformedResponseException | DateTimeException e) {
      throw SignIn.missing(profile, file + " holds no sign-in");
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private byte[] read() {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LONGEST_FILE);
    } catch (NoSuchFileException e) {
      throw SignIn.missing(profile, "there is no " + file);
    } catch (IOException e) {
      throw SignIn.missing(
          profile, file + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static String text(FlatJson.@Nullable Value value) throws MalformedResponseException {
    if (value == null || value.kind() != FlatJson.Kind.STRING) {
      throw new MalformedResponseException("a member is missing or is no text");
    }
    return value.text();
  }

  /** A name for a file and no protection: the AWS CLI and all SDKs agree on it. */
  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1", e);
    }
  }

  /** It is read anew each time. */
  @Override
  public void refused() {}

  @Override
  public void close() {}
}
