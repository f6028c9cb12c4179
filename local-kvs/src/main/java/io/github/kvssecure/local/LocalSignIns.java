package io.github.kvssecure.local;

import io.github.kvssecure.local.sso.SignInRegistry;
import java.time.Duration;
import java.util.List;

/**
 * The IAM Identity Center side: who is signed in, and what for. The sign-in itself, in a browser,
 * is not modelled. Thread-safe.
 */
public final class LocalSignIns {
  private final SignInRegistry registry;

  LocalSignIns(SignInRegistry registry) {
    this.registry = registry;
  }

  /**
   * Signs a user in, as {@code aws sso login} does; returns the access token. A negative life makes
   * a token that is over.
   */
  public String signIn(String user, Duration life) {
    return registry.signIn(user, life);
  }

  /** Returns a token with which a user's sign-in can be renewed once. */
  public String renewal(String user) {
    return registry.renewal(user);
  }

  /** Ends every sign-in: its tokens are unknown from now on. */
  public void signOutAll() {
    registry.signOutAll();
  }

  /** Has a permission set of the account, assigned to everybody, stand for a role. */
  public void permissionSet(String name, String roleName) {
    registry.assign(name, roleName);
  }

  /** Lists every token that was handed out and not taken back. */
  public List<String> secrets() {
    return registry.secrets();
  }
}
