package io.github.kvssecure.internal.outgoing;

import io.github.kvssecure.contract.ContractListener;
import io.github.kvssecure.contract.ContractMedia;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentBegun;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TagsSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TextSeen;
import io.github.kvssecure.local.mkv.MkvFragment;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvHeader;
import io.github.kvssecure.local.mkv.MkvTrack;
import io.github.kvssecure.local.mkv.MkvWriter;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaStorage;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lets bytes leave past the gate, whoever made them, and tells what the gate found. */
final class OutgoingTrial {

  private final PolicyGate gate;
  private final WatchedMediaProducer watched;
  private final List<Decision> decisions = new ArrayList<>();

  private OutgoingTrial(SecurityPolicy policy, MediaProducer packager) {
    this.gate = new PolicyGate(policy, Clock.fixed(Camera.NOW, ZoneOffset.UTC), this::note);
    this.watched = new WatchedMediaProducer(packager, gate);
  }

  /** Bytes that some packager wrote. */
  static OutgoingTrial of(byte[] bytes) {
    return of(bytes, SecurityPolicy.strict());
  }

  static OutgoingTrial of(byte[] bytes, SecurityPolicy policy) {
    return of(bytes, policy, ContractMedia.spec(ContractMedia.video()));
  }

  /** Of a stream with other tracks. */
  static OutgoingTrial of(byte[] bytes, SecurityPolicy policy, StreamSpec spec) {
    OutgoingTrial trial = new OutgoingTrial(policy, new Replayer(bytes));
    MediaStream stream = ContractMedia.open(trial.watched, spec, new ContractListener());
    byte[] buffer = new byte[700];
    int count = 0;
    while (count >= 0) {
      count = stream.read(new UploadId(1), buffer);
    }
    return trial;
  }

  /**
   * What was refused, and what had left before.
   *
   * @param violation the first
   * @param left each byte as a character
   */
  record Refused(Violation violation, String left) {}

  /** What the gate refuses to let leave when every byte leaves by itself. */
  static Refused refusedByteByByte(byte[] bytes, SecurityPolicy policy) {
    MediaStream stream = new OutgoingTrial(policy, new Replayer(bytes)).open();
    ByteArrayOutputStream left = new ByteArrayOutputStream();
    byte[] buffer = new byte[1];
    try {
      while (stream.read(new UploadId(1), buffer) > 0) {
        left.writeBytes(buffer);
      }
    } catch (PolicyViolationException e) {
      return new Refused(e.violations().get(0), left.toString(StandardCharsets.ISO_8859_1));
    }
    throw new AssertionError("nothing was refused");
  }

  /** Refuses nothing, and writes down what it is told. */
  static OutgoingUpload.Judge noting(StringBuilder facts) {
    return new OutgoingUpload.Judge() {
      @Override
      public boolean isUsedByAnother(List<Byte> segmentId) {
        return false;
      }

      @Override
      public void head(SegmentSeen head, TextSeen text) {
        facts.append(head).append(text);
      }

      @Override
      public void text(TextSeen text) {
        facts.append(text);
      }

      @Override
      public void tags(TagsSeen tags) {
        facts.append(tags);
      }

      @Override
      public void begun(FragmentBegun fragment) {
        facts.append(fragment);
      }

      @Override
      public void left(FragmentSeen fragment) {
        facts.append(fragment);
      }
    };
  }

  static OutgoingTrial around(MediaProducer packager) {
    return new OutgoingTrial(SecurityPolicy.strict(), packager);
  }

  WatchedMediaProducer producer() {
    return watched;
  }

  private MediaStream open() {
    return ContractMedia.open(
        watched, ContractMedia.spec(ContractMedia.video()), new ContractListener());
  }

  private void note(IngestEvent event) {
    if (event instanceof IngestEvent.ControlDecided decided) {
      decisions.add(decided.decision());
    }
  }

  /** The first violation of a control. */
  Violation violation(Control control) {
    return decisions.stream()
        .filter(decision -> decision.control() == control)
        .filter(Decision.Violated.class::isInstance)
        .map(decision -> ((Decision.Violated) decision).violation())
        .findFirst()
        .orElseThrow(() -> new AssertionError(control + " was never violated: " + decisions));
  }

  /** What is thought of a control in the end. */
  Decision decision(Control control) {
    return Objects.requireNonNull(gate.report(List.of()).decisions().get(control));
  }

  /** What the gate refuses to let leave. */
  static Violation refused(byte[] bytes) {
    try {
      var unused = of(bytes);
    } catch (PolicyViolationException e) {
      return e.violations().get(0);
    }
    throw new AssertionError("nothing was refused");
  }

  static MkvHeader header(MkvTrack... tracks) {
    return MkvHeader.of(List.of(tracks)).withSegmentUid(uid(1));
  }

  static byte[] uid(int seed) {
    byte[] uid = new byte[16];
    for (int i = 0; i < uid.length; i++) {
      uid[i] = (byte) (seed * 31 + i * 37 - 128);
    }
    return uid;
  }

  static MkvTrack video() {
    return MkvTrack.video(1, "V_MPEG4/ISO/AVC").codecPrivate(ContractMedia.AVCC).build();
  }

  static MkvTrack audio() {
    return MkvTrack.audio(2, "A_AAC").codecPrivate(ContractMedia.AAC).build();
  }

  static MkvFrame frame(int track, long millis, boolean key) {
    return new MkvFrame(track, Duration.ofMillis(millis), key, new byte[100]);
  }

  /** A frame whose bytes are text. */
  static MkvFrame frame(int track, long millis, boolean key, String text) {
    return new MkvFrame(
        track, Duration.ofMillis(millis), key, text.getBytes(StandardCharsets.US_ASCII));
  }

  static MkvFragment fragment(MkvFrame... frames) {
    return MkvFragment.of(frames[0].timestamp().toMillis(), Arrays.asList(frames));
  }

  /** What an independent writer writes. */
  static byte[] written(MkvHeader header, Map<String, String> tags, MkvFragment... fragments)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MkvWriter writer = new MkvWriter(out);
    writer.header(header);
    for (MkvFragment fragment : fragments) {
      writer.fragment(fragment, tags);
    }
    return out.toByteArray();
  }

  /** A packager that has one upload of given bytes. */
  private static final class Replayer implements MediaProducer {
    private final byte[] bytes;

    Replayer(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public MediaStream open(
        StreamSpec spec,
        StreamDescription description,
        MediaStreamListener listener,
        Duration timeout) {
      return new ReplayedStream(bytes);
    }

    @Override
    public int maxFrameBytes() {
      return 1 << 20;
    }

    @Override
    public MediaStorage storage() {
      return MediaStorage.memory();
    }
  }

  private static final class ReplayedStream implements MediaStream {
    private final byte[] bytes;
    private int at;

    ReplayedStream(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read(UploadId upload, byte[] buffer) {
      int count = Math.min(buffer.length, bytes.length - at);
      System.arraycopy(bytes, at, buffer, 0, count);
      at += count;
      return count == 0 ? -1 : count;
    }

    @Override
    public void put(Frame frame) {}

    @Override
    public void putMetadata(FragmentMetadata metadata) {}

    @Override
    public void acknowledged(UploadId upload, Acknowledgement acknowledgement) {}

    @Override
    public void uploadBroken(UploadId upload) {}

    @Override
    public boolean discard(long timecodeMillis) {
      return false;
    }

    @Override
    public void drain() {}

    @Override
    public void close() {}
  }
}
