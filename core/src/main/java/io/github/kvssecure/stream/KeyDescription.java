package io.github.kvssecure.stream;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What KMS reports about a key. Immutable.
 *
 * @param arn the key's own ARN, whatever form it was asked for in
 * @param kind what sort of key it is; never changes
 * @param life how it is doing; changes
 * @param multiRegionPrimary the primary key of which this is a replica, or the key itself if it is
 *     the primary; empty for a key of one Region
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html">KeyMetadata</a>
 */
public record KeyDescription(
    KeyArn arn, Kind kind, Life life, Optional<KeyArn> multiRegionPrimary) {

  /** Requires all four. */
  public KeyDescription {
    Objects.requireNonNull(arn, "arn");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(life, "life");
    Objects.requireNonNull(multiRegionPrimary, "multiRegionPrimary");
  }

  /** Who manages a key. */
  public enum Manager {
    /** The customer, who also writes its key policy. */
    CUSTOMER,
    /** AWS, or somebody this library does not know. */
    AWS
  }

  /**
   * What sort of key it is.
   *
   * @param manager who manages it
   * @param spec KMS's word for its kind, for example {@code SYMMETRIC_DEFAULT}
   * @param usage KMS's word for its use, for example {@code ENCRYPT_DECRYPT}
   */
  public record Kind(Manager manager, String spec, String usage) {

    /**
     * Whether it can make data keys, which is what KVS asks of it.
     *
     * @return true for a symmetric encryption key
     * @see <a
     *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html">GenerateDataKey</a>
     */
    public boolean encryptsStreams() {
      return spec.equals("SYMMETRIC_DEFAULT") && usage.equals("ENCRYPT_DECRYPT");
    }
  }

  /**
   * How a key is doing.
   *
   * @param state KMS's word for its state, for example {@code Enabled}
   * @param deletion when it is deleted, if that is scheduled
   * @param materialEnds when its imported key material ends, if it does
   */
  public record Life(String state, Optional<Instant> deletion, Optional<Instant> materialEnds) {

    /** An enabled key that nobody has scheduled for deletion. */
    public static final Life ENABLED = new Life("Enabled", Optional.empty(), Optional.empty());

    /**
     * Whether it can be used now.
     *
     * @return true in the state {@code Enabled}
     */
    public boolean isEnabled() {
      return state.equals("Enabled");
    }
  }

  /**
   * Whether the customer manages it.
   *
   * @return false for a key that AWS manages
   */
  public boolean isCustomerManaged() {
    return kind.manager() == Manager.CUSTOMER;
  }
}
