package io.github.kvssecure.identity;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a session of a role is asked for with: its name, its length, who is behind it, and for whom.
 * Immutable.
 *
 * @param name names the device in CloudTrail: 2 to 64 of {@code a-z A-Z 0-9 _ + = , . @ -}
 * @param duration 15 minutes to 12 hours
 * @param sourceIdentity stays with every further session that is made from this one; setting it
 *     takes {@code sts:SetSourceIdentity} in the role's trust policy
 * @param externalId what the role's owner agreed on with whoever assumes it for many owners; no
 *     secret
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 */
public record RoleSession(
    String name, Duration duration, Optional<String> sourceIdentity, Optional<String> externalId) {

  /** The longest session of a role that was assumed by a session of another role. */
  public static final Duration LONGEST_CHAINED = Duration.ofHours(1);

  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
  private static final Duration SHORTEST = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(12);

  /**
   * Checks name, duration, source identity and external id.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public RoleSession {
    Objects.requireNonNull(sourceIdentity, "sourceIdentity");
    Objects.requireNonNull(externalId, "externalId");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "role session name must be 2 to 64 of a-z A-Z 0-9 _ + = , . @ -");
    }
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "role session duration must be 15 minutes to 12 hours, found " + duration);
    }
    if (sourceIdentity
        .filter(identity -> !NAME.matcher(identity).matches() || identity.startsWith("aws:"))
        .isPresent()) {
      throw new IllegalArgumentException(
          "source identity must be 2 to 64 of a-z A-Z 0-9 _ + = , . @ - and must not begin with aws:");
    }
    if (externalId.filter(id -> !EXTERNAL_ID.matcher(id).matches()).isPresent()) {
      throw new IllegalArgumentException(
          "external id must be 2 to 1224 of a-z A-Z 0-9 _ + = , . @ : / -");
    }
  }

  /**
   * A session of one hour, the length that every role admits.
   *
   * @param name names the device in CloudTrail
   * @return the session
   * @throws IllegalArgumentException if {@code name} is no role session name
   */
  public static RoleSession named(String name) {
    return new RoleSession(name, Duration.ofHours(1), Optional.empty(), Optional.empty());
  }

  RoleSession lasting(Duration value) {
    return new RoleSession(name, value, sourceIdentity, externalId);
  }

  RoleSession withSourceIdentity(String value) {
    return new RoleSession(name, duration, Optional.of(value), externalId);
  }

  RoleSession withExternalId(String value) {
    return new RoleSession(name, duration, sourceIdentity, Optional.of(value));
  }
}
