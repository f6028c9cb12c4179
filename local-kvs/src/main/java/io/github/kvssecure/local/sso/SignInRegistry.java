package io.github.kvssecure.local.sso;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Who is signed in, and which permission set stands for which role. Thread-safe. */
public final class SignInRegistry {
  private static final int TOKEN_BYTES = 300;

  private record Access(String user, Instant end) {}

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Access> accessTokens = new ConcurrentHashMap<>();
  private final Map<String, String> renewalTokens = new ConcurrentHashMap<>();
  private final Map<String, String> permissionSets = new ConcurrentHashMap<>();
  private final Clock clock;

  /** Makes a registry that nobody is signed in to. */
  public SignInRegistry(Clock clock) {
    this.clock = clock;
  }

  /** Signs a user in; returns the access token. A negative life makes a token that is over. */
  public String signIn(String user, Duration life) {
    String token = token();
    accessTokens.put(token, new Access(user, clock.instant().plus(life)));
    return token;
  }

  /** Returns a token with which a user's sign-in can be renewed once. */
  public String renewal(String user) {
    String token = token();
    renewalTokens.put(token, user);
    return token;
  }

  /** Takes a renewal token; it is of no use any more. Returns whose it was. */
  Optional<String> takeRenewal(String token) {
    return Optional.ofNullable(renewalTokens.remove(token));
  }

  /** Returns who is signed in with a token. */
  Optional<String> user(String accessToken) {
    return Optional.ofNullable(accessTokens.get(accessToken))
        .filter(access -> clock.instant().isBefore(access.end()))
        .map(Access::user);
  }

  /** Forgets every sign-in. */
  public void signOutAll() {
    accessTokens.clear();
    renewalTokens.clear();
  }

  /** Has a permission set of the account stand for a role. */
  public void assign(String permissionSet, String roleName) {
    permissionSets.put(permissionSet, roleName);
  }

  /** Returns the role that a permission set stands for. */
  Optional<String> roleOf(String permissionSet) {
    return Optional.ofNullable(permissionSets.get(permissionSet));
  }

  /** Lists every token that is known. */
  public List<String> secrets() {
    return Stream.concat(accessTokens.keySet().stream(), renewalTokens.keySet().stream()).toList();
  }

  private String token() {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }
}
