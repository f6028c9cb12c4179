package io.github.kvssecure.event;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.KeyFailure;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.CloseReport;
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

  /**
   * A connection passed the gate.
   *
   * @param stream for which stream
   * @param evidence what was negotiated, with whom
   */
  record UploadConnected(StreamName stream, ConnectionEvidence evidence) implements IngestEvent {}

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
   * Frames that were accepted are given up.
   *
   * @param stream which
   * @param reason why
   */
  record FramesDropped(StreamName stream, String reason) implements IngestEvent {}

  /**
   * The buffer is filling up.
   *
   * @param stream which
   * @param reason in the packager's words
   */
  record BufferPressure(StreamName stream, String reason) implements IngestEvent {}

  /**
   * A stream was closed.
   *
   * @param stream which
   * @param report what became of its media
   */
  record StreamClosed(StreamName stream, CloseReport report) implements IngestEvent {}
}
