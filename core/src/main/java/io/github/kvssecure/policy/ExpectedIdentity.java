package io.github.kvssecure.policy;

import io.github.kvssecure.identity.CredentialKind;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may produce: a policy's list of accounts, roles and kinds of credential sources. Immutable.
 * An empty set admits what the rest of the policy admits.
 *
 * @param accounts 12 digits each; empty means the stream's own account
 * @param roles names without path, because STS does not say paths; empty means every role
 * @param kinds admitted kinds of credential sources; empty means every kind
 */
public record ExpectedIdentity(Set<String> accounts, Set<String> roles, Set<CredentialKind> kinds) {

  /** Nobody in particular is expected. */
  public static final ExpectedIdentity ANY = new ExpectedIdentity(Set.of(), Set.of(), Set.of());

  /**
   * Copies the sets.
   *
   * @throws IllegalArgumentException if an account is not 12 digits
   */
  public ExpectedIdentity {
    accounts = Set.copyOf(accounts);
    roles = Set.copyOf(roles);
    kinds = Set.copyOf(Objects.requireNonNull(kinds, "kinds"));
    for (String account : accounts) {
      if (!account.matches("[0-9]{12}")) {
        throw new IllegalArgumentException("an account is 12 digits, found '" + account + "'");
      }
    }
  }

  /**
   * A copy that admits these accounts only.
   *
   * @param values 12 digits each
   * @return new expectations
   * @throws IllegalArgumentException if one is not 12 digits
   */
  public ExpectedIdentity ofAccounts(String... values) {
    return new ExpectedIdentity(Set.of(values), roles, kinds);
  }

  /**
   * A copy that admits these roles only.
   *
   * @param names without path
   * @return new expectations
   */
  public ExpectedIdentity inRoles(String... names) {
    return new ExpectedIdentity(accounts, Set.of(names), kinds);
  }

  /**
   * A copy that admits these kinds of credential sources only.
   *
   * @param values the kinds
   * @return new expectations
   */
  public ExpectedIdentity from(CredentialKind... values) {
    return new ExpectedIdentity(accounts, roles, Set.of(values));
  }

  /** In the same order every time, unlike the sets. */
  @Override
  public String toString() {
    if (equals(ANY)) {
      return "anybody";
    }
    return "[accounts="
        + new TreeSet<>(accounts)
        + ", roles="
        + new TreeSet<>(roles)
        + ", kinds="
        + new TreeSet<>(kinds)
        + "]";
  }
}
