package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.FileFacts.FileState;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.MediaStorage;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What rules about the life of an open stream look at. All immutable. */
public final class ResilienceFacts {

  private ResilienceFacts() {}

  /**
   * Media that is about to be forgotten.
   *
   * @param stream of which stream
   * @param reached how far the service said it has come
   * @param retention how long the stream keeps media
   */
  public record Freed(StreamName stream, Acknowledgement.Type reached, Retention retention) {}

  /**
   * An accepted upload that ended.
   *
   * @param stream of which stream
   * @param age how long it was used
   * @param credentialsEnd when the credentials ended that had signed it
   * @param ended when it ended
   */
  public record UploadLife(
      StreamName stream, Duration age, Optional<Instant> credentialsEnd, Instant ended) {}

  /**
   * An open upload.
   *
   * @param stream of which stream
   * @param quiet for how long nothing was sent
   */
  public record Quiet(StreamName stream, Duration quiet) {}

  /**
   * An upload that failed.
   *
   * @param stream of which stream
   * @param cause what happened, with its remedy
   * @param again whether it is tried again
   */
  public record Failed(StreamName stream, String cause, boolean again) {}

  /** What the service said of a data endpoint. */
  public enum EndpointAnswer {
    /** It took an upload there. */
    TAKEN,
    /** It refused the endpoint; another one is asked for. */
    REFUSED,
    /** It refused the one that it gave then too. */
    REFUSED_AGAIN
  }

  /**
   * A data endpoint in use.
   *
   * @param stream of which stream
   * @param host its host
   * @param answer what the service said of it
   */
  public record EndpointInUse(StreamName stream, String host, EndpointAnswer answer) {}

  /**
   * Those who send to a stream from this process.
   *
   * @param arn the stream
   * @param others how many beside the one that opens it
   */
  public record Writers(StreamArn arn, int others) {}

  /**
   * Where media waits for its acknowledgement.
   *
   * @param stream of which stream
   * @param storage what the packager says
   * @param spilled what lies there, if it is a directory
   */
  public record MediaKept(StreamName stream, MediaStorage storage, Optional<Spilled> spilled) {}

  /**
   * What lies in a directory.
   *
   * @param files the directory itself and everything in it
   * @param bytes how much the files hold
   * @param processOwner as whom this process runs
   * @param problem why not everything could be looked at; empty if it could
   */
  public record Spilled(
      List<FileState> files, long bytes, String processOwner, Optional<String> problem) {
    /** Copies the list. */
    public Spilled {
      files = List.copyOf(files);
    }
  }

  /**
   * The calls that were made to open a stream.
   *
   * @param stream which
   * @param calls how many, by IAM action
   * @param within in which time
   */
  public record OpeningCalls(StreamName stream, Map<String, Long> calls, Duration within) {
    /** Copies the map. */
    public OpeningCalls {
      calls = Map.copyOf(calls);
    }
  }

  /**
   * How long the oldest whole fragment has waited for its acknowledgement while an upload ran.
   *
   * @param stream of which stream
   * @param oldestMillis its timecode; empty if none waits
   * @param age how long
   */
  public record AckGap(StreamName stream, Optional<Long> oldestMillis, Duration age) {

    /** Ten fragments of the usual three seconds; acknowledgements may come late and together. */
    public static final Duration TOLERATED = Duration.ofSeconds(30);
  }
}
