package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.DataKeyTrial;
import io.github.kvssecure.spi.KeyRotation;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamPin;
import java.time.Instant;
import java.util.Optional;

/** What rules about keys look at. All immutable. */
public final class KeyFacts {

  private KeyFacts() {}

  /** What came of looking a key up in KMS. */
  public sealed interface KeyLookup {

    /**
     * What KMS says of it.
     *
     * @return empty if KMS does not know the key or was not heard
     */
    default Optional<KeyDescription> description() {
      return Optional.empty();
    }
  }

  /**
   * KMS described it.
   *
   * @param key what KMS says
   */
  public record KeyFound(KeyDescription key) implements KeyLookup {
    @Override
    public Optional<KeyDescription> description() {
      return Optional.of(key);
    }
  }

  /** KMS knows no such key. */
  public record KeyMissing() implements KeyLookup {}

  /**
   * KMS was not asked, did not answer, or may not be asked by this caller.
   *
   * @param reason which of them
   */
  public record KeyUnanswered(String reason) implements KeyLookup {}

  /**
   * A key by the name it was given, and what KMS says of that name.
   *
   * @param name as asked for or reported
   * @param lookup what KMS says of it
   */
  public record NamedKey(KmsKeyId name, KeyLookup lookup) {

    /**
     * The key's own ARN: what KMS says, or else the name itself where it is a key ARN.
     *
     * @return empty for an alias that KMS did not resolve, and for a key that does not exist
     */
    public Optional<KeyArn> arn() {
      return lookup instanceof KeyMissing
          ? Optional.empty()
          : lookup.description().map(KeyDescription::arn).or(name::keyArn);
    }

    /**
     * The primary key of a multi-Region key.
     *
     * @return empty if it has none or KMS was not heard
     */
    public Optional<KeyArn> multiRegionPrimary() {
      return lookup.description().flatMap(KeyDescription::multiRegionPrimary);
    }
  }

  /**
   * The key that a stream has or is about to have, and the key that was asked for.
   *
   * @param stream which stream
   * @param region its Region
   * @param asked the key the application named, if any
   * @param actual the key of the stream; empty if the service reports none, or one of unknown form
   */
  public record KeyMatch(
      StreamName stream, AwsRegion region, Optional<NamedKey> asked, Optional<NamedKey> actual) {}

  /**
   * A key that a stream is about to be made with.
   *
   * @param stream which stream
   * @param key the key
   */
  public record KeyToCreateWith(StreamName stream, NamedKey key) {}

  /**
   * How the key of a stream is doing.
   *
   * @param key its name
   * @param expected what the name stood for when the stream was opened, where that is known
   * @param lookup what KMS says now
   * @param now the present
   */
  public record KeyHealth(KmsKeyId key, Optional<KeyArn> expected, KeyLookup lookup, Instant now) {}

  /**
   * A stream that may be pinned.
   *
   * @param stream which stream
   * @param pin what it is pinned to, if it is
   * @param description what the service reports; empty if there is no such stream
   * @param key the key of the stream, where it is reported in a known form
   */
  public record PinnedStream(
      StreamName stream,
      Optional<StreamPin> pin,
      Optional<StreamDescription> description,
      Optional<NamedKey> key) {}

  /**
   * The outcome of a dry run by the producer.
   *
   * @param key which key
   * @param trial what KMS said; empty if it was not asked or not heard
   * @param reason why it was not asked or heard; empty text otherwise
   */
  public record KeyDryRun(KmsKeyId key, Optional<DataKeyTrial> trial, String reason) {}

  /**
   * Whether a key is rotated.
   *
   * @param key which key
   * @param rotation what KMS reports; empty if it was not asked or not heard
   * @param reason why it was not asked or heard; empty text otherwise
   */
  public record KeyRotationStatus(KmsKeyId key, Optional<KeyRotation> rotation, String reason) {}

  /**
   * What the service said of a fragment.
   *
   * @param stream of which stream
   * @param acknowledgement what it said
   */
  public record Acknowledged(StreamName stream, Acknowledgement acknowledgement) {}
}
