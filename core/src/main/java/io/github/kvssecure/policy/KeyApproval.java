package io.github.kvssecure.policy;

import io.github.kvssecure.stream.KeyArn;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which keys a policy approves for streams. Immutable.
 *
 * @param keys key ARNs; empty means any key that the other controls admit
 * @param replicas whether approving the primary of a multi-Region key approves its replicas in
 *     other Regions: they have the same key material, but a key policy each
 */
public record KeyApproval(Set<KeyArn> keys, boolean replicas) {

  /** Any key that the other controls admit. */
  public static final KeyApproval ANY = new KeyApproval(Set.of(), false);

  /** Copies the set. */
  public KeyApproval {
    keys = Set.copyOf(keys);
  }

  /**
   * These keys and no other.
   *
   * @param first a key
   * @param more further keys
   * @return an approval without replicas
   */
  public static KeyApproval of(KeyArn first, KeyArn... more) {
    Set<KeyArn> all = new HashSet<>(Set.of(more));
    all.add(first);
    return new KeyApproval(all, false);
  }

  /**
   * These keys and, of multi-Region ones, their replicas. To see that a key is a replica takes
   * {@code kms:DescribeKey}.
   *
   * @return a new approval
   */
  public KeyApproval withReplicas() {
    return new KeyApproval(keys, true);
  }

  /**
   * Whether any key will do.
   *
   * @return true if no key is named
   */
  public boolean isAny() {
    return keys.isEmpty();
  }

  @Override
  public String toString() {
    return isAny()
        ? "any"
        : keys.stream().map(KeyArn::value).collect(Collectors.toCollection(TreeSet::new))
            + (replicas ? " and replicas" : "");
  }
}
