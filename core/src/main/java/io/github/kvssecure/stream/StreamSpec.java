package io.github.kvssecure.stream;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.media.Track;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an application asks of a stream: name, tracks, key, retention. Immutable; made with {@link
 * #builder}.
 *
 * <p>A spec is a wish. Whether the policy admits it, and whether the stream that exists fulfils it,
 * is decided when it is opened.
 */
public final class StreamSpec {

  /** How many tracks KVS takes in one stream. */
  public static final int MAX_TRACKS = 3;

  private final StreamName name;
  private final List<Track> tracks;
  private final MediaType mediaType;
  private final Optional<KmsKeyId> kmsKey;
  private final Optional<Retention> retention;
  private final Tags tags;
  private final Optional<CredentialSource> administrator;
  private final BufferLimits buffer;
  private final Optional<StreamPin> pin;

  private StreamSpec(Builder builder) {
    this.name = builder.name;
    this.tracks = List.copyOf(builder.tracks);
    this.mediaType = MediaType.of(tracks);
    this.kmsKey = Optional.ofNullable(builder.kmsKey);
    this.retention = Optional.ofNullable(builder.retention);
    this.tags = builder.tags;
    this.administrator = Optional.ofNullable(builder.administrator);
    this.buffer = builder.buffer == null ? BufferLimits.DEFAULT : builder.buffer;
    this.pin = Optional.ofNullable(builder.pin);
  }

  /**
   * Starts a spec.
   *
   * @param name the stream
   * @param track its first track
   * @return a builder; add a second track with {@link Builder#track}
   */
  public static Builder builder(StreamName name, Track track) {
    return new Builder(name, track);
  }

  /**
   * The stream.
   *
   * @return its name
   */
  public StreamName name() {
    return name;
  }

  /**
   * The tracks, one to three.
   *
   * @return an immutable list in the order of declaration
   */
  public List<Track> tracks() {
    return tracks;
  }

  /**
   * The media type that follows from the tracks.
   *
   * @return for example {@code video/h264,audio/aac}
   */
  public MediaType mediaType() {
    return mediaType;
  }

  /**
   * The key the stream must be encrypted with.
   *
   * @return empty if the application named none
   */
  public Optional<KmsKeyId> kmsKey() {
    return kmsKey;
  }

  /**
   * How long media must be kept.
   *
   * @return empty if the application named none
   */
  public Optional<Retention> retention() {
    return retention;
  }

  /**
   * Tags for a stream that is made.
   *
   * @return the tags
   */
  public Tags tags() {
    return tags;
  }

  /**
   * Who makes the stream if it is missing.
   *
   * @return empty if a missing stream is an error
   */
  public Optional<CredentialSource> administrator() {
    return administrator;
  }

  /**
   * How much may wait for its acknowledgement.
   *
   * @return the limits
   */
  public BufferLimits buffer() {
    return buffer;
  }

  /**
   * Which stream and key are meant.
   *
   * @return empty if any stream of the name will do
   */
  public Optional<StreamPin> pin() {
    return pin;
  }

  @Override
  public String toString() {
    return "StreamSpec[name="
        + name
        + ", mediaType="
        + mediaType
        + ", kmsKey="
        + kmsKey.map(KmsKeyId::value).orElse("none")
        + ", retention="
        + retention.map(Retention::toString).orElse("none")
        + ", createIfMissing="
        + administrator.isPresent()
        + ", pin="
        + pin.map(StreamPin::toString).orElse("none")
        + "]";
  }

  /** Builds a spec. Each option can be set once. Not thread-safe. */
  public static final class Builder {
    private final StreamName name;
    private final List<Track> tracks = new ArrayList<>();
    private Tags tags = Tags.none();
    private @Nullable KmsKeyId kmsKey;
    private @Nullable Retention retention;
    private @Nullable CredentialSource administrator;
    private @Nullable BufferLimits buffer;
    private @Nullable StreamPin pin;

    private Builder(StreamName name, Track track) {
      this.name = Objects.requireNonNull(name, "name");
      this.tracks.add(Objects.requireNonNull(track, "track"));
    }

    /**
     * Adds a track.
     *
     * @param track the second or third track; its number must be free
     * @return this
     * @throws IllegalStateException if there are three tracks already
     */
    public Builder track(Track track) {
      if (tracks.size() == MAX_TRACKS) {
        throw new IllegalStateException("a stream has at most " + MAX_TRACKS + " tracks");
      }
      tracks.add(Objects.requireNonNull(track, "track"));
      return this;
    }

    /**
     * Names the key the stream must be encrypted with: the key of a stream that is made, and the
     * key that a stream that exists must have.
     *
     * @param key a customer managed key; its ARN is the safest form
     * @return this
     * @throws IllegalStateException if a key was set already
     */
    public Builder encryptedBy(KmsKeyId key) {
      requireUnset("encryptedBy", kmsKey);
      this.kmsKey = Objects.requireNonNull(key, "key");
      return this;
    }

    /**
     * Says how long media must be kept.
     *
     * @param value the retention
     * @return this
     * @throws IllegalStateException if a retention was set already
     */
    public Builder retention(Retention value) {
      requireUnset("retention", retention);
      this.retention = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Adds a tag for a stream that is made.
     *
     * @param key 1 to 128 characters, not starting with {@code aws:}; see {@link Tags}
     * @param value 0 to 256 characters; anybody who may list the stream's tags can read it
     * @return this
     * @throws IllegalArgumentException if key or value is not admitted by AWS
     * @throws IllegalStateException if there are fifty tags already, or the key was set already
     */
    public Builder tag(String key, String value) {
      tags = tags.with(key, value);
      return this;
    }

    /**
     * Allows the stream to be made if it is missing, by a principal of its own.
     *
     * @param administrator the credential source that may create streams; a producer's should not
     * @return this
     * @throws IllegalStateException if an administrator was set already
     */
    public Builder createIfMissing(CredentialSource administrator) {
      requireUnset("createIfMissing", this.administrator);
      this.administrator = Objects.requireNonNull(administrator, "administrator");
      return this;
    }

    /**
     * Says how much may wait for its acknowledgement.
     *
     * @param limits the limits; {@link BufferLimits#DEFAULT} unless set
     * @return this
     * @throws IllegalStateException if limits were set already
     */
    public Builder buffer(BufferLimits limits) {
      requireUnset("buffer", buffer);
      this.buffer = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /**
     * Says which stream and which key are meant, not only by name: a stream that was deleted and
     * made again is then refused.
     *
     * @param value a pin of a stream of this name, for example from {@code PinFile}
     * @return this
     * @throws IllegalArgumentException if it pins a stream of another name
     * @throws IllegalStateException if a pin was set already
     */
    public Builder pinnedTo(StreamPin value) {
      requireUnset("pinnedTo", pin);
      if (!value.stream().name().equals(name)) {
        throw new IllegalArgumentException(
            "stream " + name + " cannot be pinned to " + value.stream());
      }
      this.pin = value;
      return this;
    }

    private static void requireUnset(String option, @Nullable Object current) {
      if (current != null) {
        throw new IllegalStateException(option + " was already set to " + current);
      }
    }

    /**
     * The spec.
     *
     * @return an immutable value
     * @throws IngestConfigurationException if two tracks have one number
     * @throws IllegalArgumentException if the codecs give no media type that KVS takes
     */
    public StreamSpec build() {
      Set<Integer> numbers = new HashSet<>();
      for (Track track : tracks) {
        if (!numbers.add(track.number())) {
          throw new IngestConfigurationException(
              "two tracks have number " + track.number() + "; give each track a number of its own");
        }
      }
      return new StreamSpec(this);
    }
  }
}
