package io.github.kvssecure.identity;

import java.util.Objects;
import java.util.Optional;

/**
 * What STS granted when this library asked it for a session. Immutable.
 *
 * @param sessionArn the session, as AssumeRole or AssumeRoleWithWebIdentity reported it
 * @param scope what a session policy limits it to; empty if none was asked for
 */
public record SessionGrant(String sessionArn, Optional<Scope> scope) {

  /** Requires both. */
  public SessionGrant {
    Objects.requireNonNull(sessionArn, "sessionArn");
    Objects.requireNonNull(scope, "scope");
  }

  /**
   * The limit that a session policy sets.
   *
   * @param resource the stream ARN, or the pattern of stream ARNs, that it names
   * @param packedPercent how much of the space for policies it takes, as STS reported it; empty if
   *     STS did not confirm that it took the policy
   */
  public record Scope(String resource, Optional<Integer> packedPercent) {
    /** Requires both. */
    public Scope {
      Objects.requireNonNull(resource, "resource");
      Objects.requireNonNull(packedPercent, "packedPercent");
    }
  }
}
