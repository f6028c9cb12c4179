package io.github.kvssecure.event;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.KeyFailure;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a producer tells its listener. Immutable; no event holds a secret. */
public sealed interface IngestEvent {

  /**
   * A producer was built under a policy.
   *
   * @param policy the policy, with its waivers
   * @param mediaProducer what packages the media
   * @param insecureOptions the {@code insecurely...} options in use, each with its reason
   */
  record ProducerBuilt(SecurityPolicy policy, String mediaProducer, List<String> insecureOptions)
      implements IngestEvent {
    /** Copies the list. */
    public ProducerBuilt {
      insecureOptions = List.copyOf(insecureOptions);
    }
  }

  /**
   * It was chosen what packages the media: native code, or the packager in Java where no verified
   * native library can run.
   *
   * @param mediaProducer which
   * @param reason why this one, in plain words
   */
  record PackagerChosen(String mediaProducer, String reason) implements IngestEvent {}

  /**
   * A control was evaluated.
   *
   * @param decision with its evidence, violation or reason
   */
  record ControlDecided(Decision decision) implements IngestEvent {}

  /**
   * There are new credentials.
   *
   * @param source of which source
   * @param end when they end
   */
  record CredentialsRenewed(String source, Instant end) implements IngestEvent {}

  /**
   * There are no new credentials. What is alive is used until its end; after that every upload is
   * refused.
   *
   * @param source of which source
   * @param cause why
   * @param aliveUntil when those end that are still used; empty if there are none
   */
  record CredentialsNotRenewed(String source, String cause, Optional<Instant> aliveUntil)
      implements IngestEvent {}

  /**
   * A stream was made.
   *
   * @param arn the new stream
   */
  record StreamCreated(StreamArn arn) implements IngestEvent {}

  /**
   * A stream changed its state.
   *
   * @param stream which
   * @param state the new state
   * @param reason why, without secrets
   */
  record StateChanged(StreamName stream, StreamState state, String reason) implements IngestEvent {}

  /** What a connection is for. */
  enum ConnectionPurpose {
    /** Media of one stream. */
    UPLOAD,
    /** A call of KVS, KMS or STS. */
    CONTROL_PLANE,
    /** Credentials of a device, from AWS IoT. */
    DEVICE_CREDENTIALS
  }

  /**
   * A TLS handshake is over and nothing was sent yet. Told before the policy judges the connection:
   * what was negotiated is known of a connection that is then refused, too.
   *
   * @param purpose what the connection is for
   * @param stream of which stream, if of one alone
   * @param evidence what was negotiated, with whom
   */
  record ConnectionMade(
      ConnectionPurpose purpose, Optional<StreamName> stream, ConnectionEvidence evidence)
      implements IngestEvent {}

  /**
   * An upload broke; another attempt follows.
   *
   * @param stream which
   * @param cause what happened
   * @param delay how long until the next attempt
   */
  record UploadBroken(StreamName stream, String cause, Duration delay) implements IngestEvent {}

  /**
   * The service said something of a fragment.
   *
   * @param stream which
   * @param acknowledgement what it said
   */
  record FragmentAcknowledged(StreamName stream, Acknowledgement acknowledgement)
      implements IngestEvent {}

  /**
   * The service said that it cannot encrypt with a stream's key. The stream stops, unless the
   * failure is transient: then it is tried again.
   *
   * @param stream which
   * @param failure what the service said, with cause and remedy
   */
  record KeyFailed(StreamName stream, KeyFailure failure) implements IngestEvent {}

  /**
   * The key of open streams is about to become unusable, or is so already: stored media may become
   * unreadable.
   *
   * @param key as the streams name it
   * @param streams the open streams that are encrypted with it
   * @param found what KMS reports
   */
  record KeyEndangered(KmsKeyId key, Set<StreamName> streams, String found) implements IngestEvent {
    /** Copies the set. */
    public KeyEndangered {
      streams = Set.copyOf(streams);
    }
  }

  /**
   * Media that was accepted is given up. Every drop is told, once.
   *
   * @param stream which
   * @param fragments what was given up and why, oldest first
   */
  record MediaDropped(StreamName stream, List<DroppedFragment> fragments) implements IngestEvent {
    /** Copies the list. */
    public MediaDropped {
      fragments = List.copyOf(fragments);
    }
  }

  /** What runs short when a buffer fills up. */
  enum Pressure {
    /** The stream's bytes, or the memory that all streams share. */
    STORAGE,
    /** The stream's time: media waits long for its acknowledgement. */
    LATENCY,
    /** Something inside the packager. */
    PACKAGER
  }

  /**
   * A buffer is filling up: four fifths are used. Told again once it had fallen below three fifths.
   *
   * @param stream which
   * @param pressure what runs short
   * @param detail how much is used of how much
   */
  record BufferPressure(StreamName stream, Pressure pressure, String detail)
      implements IngestEvent {}

  /**
   * An upload is about to be replaced by another one, between two fragments, because it or its
   * credentials would end soon.
   *
   * @param stream which
   * @param age how long it was used
   */
  record UploadRotated(StreamName stream, Duration age) implements IngestEvent {}

  /**
   * Nothing was sent for a while. The service closes such an upload after 30 seconds; the next
   * frame opens another one.
   *
   * @param stream which
   * @param quiet for how long
   */
  record UploadIdle(StreamName stream, Duration quiet) implements IngestEvent {}

  /**
   * The service refused a data endpoint, and gave another one, which passed every check.
   *
   * @param stream which
   * @param host the new endpoint's host
   */
  record EndpointRefreshed(StreamName stream, String host) implements IngestEvent {}

  /**
   * A stream was closed.
   *
   * @param stream which
   * @param report what became of its media
   */
  record StreamClosed(StreamName stream, CloseReport report) implements IngestEvent {}
}
