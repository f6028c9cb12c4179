package io.github.kvssecure.stream;

import java.util.Objects;
import java.util.Optional;

/**
 * What the service reports about a stream, as it reports it: nothing here has been judged yet.
 * Immutable; made with {@link #builder}.
 */
public final class StreamDescription {

  private final String arn;
  private final StreamStatus status;
  private final Retention retention;
  private final Optional<String> kmsKeyId;
  private final Optional<String> mediaType;
  private final Optional<StreamVersion> version;

  private StreamDescription(Builder builder) {
    this.arn = builder.arn;
    this.status = builder.status;
    this.retention = builder.retention;
    this.kmsKeyId = builder.kmsKeyId;
    this.mediaType = builder.mediaType;
    this.version = builder.version;
  }

  /**
   * Starts a description.
   *
   * @param arn what the service calls the stream
   * @param status its state
   * @return a builder with no retention, no key and no media type
   */
  public static Builder builder(String arn, StreamStatus status) {
    return new Builder(arn, status);
  }

  /**
   * What the service calls the stream.
   *
   * @return the text as reported, which need not be a valid {@link StreamArn}
   */
  public String arn() {
    return arn;
  }

  /**
   * Its state.
   *
   * @return the state
   */
  public StreamStatus status() {
    return status;
  }

  /**
   * How long media is kept.
   *
   * @return the retention; {@link Retention#NONE} if the service reports none
   */
  public Retention retention() {
    return retention;
  }

  /**
   * The key it is encrypted with.
   *
   * @return the text as reported; empty means unknown, never unencrypted
   */
  public Optional<String> kmsKeyId() {
    return kmsKeyId;
  }

  /**
   * What it is said to carry.
   *
   * @return the text as reported
   */
  public Optional<String> mediaType() {
    return mediaType;
  }

  /**
   * Which state of its settings this describes.
   *
   * @return the version, or empty if the service reports none
   */
  public Optional<StreamVersion> version() {
    return version;
  }

  @Override
  public String toString() {
    return "StreamDescription[arn="
        + line(arn)
        + ", status="
        + status
        + ", retention="
        + retention
        + ", kmsKeyId="
        + line(kmsKeyId.orElse("unknown"))
        + ", mediaType="
        + line(mediaType.orElse("unknown"))
        + "]";
  }

  /** As the service reports it, but for what would begin a line of its own in a log. */
  private static String line(String reported) {
    return Printable.of(reported, StreamArn.MAX_LENGTH);
  }

  /** Builds a description. Not thread-safe. */
  public static final class Builder {
    private final String arn;
    private final StreamStatus status;
    private Retention retention = Retention.NONE;
    private Optional<String> kmsKeyId = Optional.empty();
    private Optional<String> mediaType = Optional.empty();
    private Optional<StreamVersion> version = Optional.empty();

    private Builder(String arn, StreamStatus status) {
      this.arn = Objects.requireNonNull(arn, "arn");
      this.status = Objects.requireNonNull(status, "status");
    }

    /**
     * Sets how long media is kept.
     *
     * @param value the retention
     * @return this
     */
    public Builder retention(Retention value) {
      this.retention = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Sets the key as reported.
     *
     * @param value the text the service gave
     * @return this
     */
    public Builder kmsKeyId(String value) {
      this.kmsKeyId = Optional.of(value);
      return this;
    }

    /**
     * Sets the media type as reported.
     *
     * @param value the text the service gave
     * @return this
     */
    public Builder mediaType(String value) {
      this.mediaType = Optional.of(value);
      return this;
    }

    /**
     * Sets which state of its settings this describes.
     *
     * @param value the version
     * @return this
     */
    public Builder version(StreamVersion value) {
      this.version = Optional.of(value);
      return this;
    }

    /**
     * The description.
     *
     * @return an immutable value
     */
    public StreamDescription build() {
      return new StreamDescription(this);
    }
  }
}
