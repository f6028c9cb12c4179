package io.github.kvssecure.samples;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.local.mkv.MkvException;
import io.github.kvssecure.local.mkv.MkvMedia;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.policy.ControlReport;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamPin;
import io.github.kvssecure.stream.StreamSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The demonstration: a recorded camera sends to an encrypted stream through the gate, a packager
 * and TLS; everything is read back and compared; then four mistakes are refused.
 */
public final class Demo {

  private static final StreamName STREAM = StreamName.of("front-door");

  private final StandIn standIn;
  private final PrintStream out;

  Demo(StandIn standIn, PrintStream out) {
    this.standIn = standIn;
    this.out = out;
  }

  /**
   * Runs it against a stand-in that is started for it. Media is packaged by native code or in Java:
   * {@code -Dproducer=native} or {@code -Dproducer=java}.
   *
   * @param args none
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    try (StandIn standIn = new StandIn()) {
      new Demo(standIn, System.out).run();
    }
  }

  void run() throws IOException, MkvException, InterruptedException {
    Clip clip = Clip.load();
    KmsKeyId key = KmsKeyId.of(standIn.kvs().keys().create().arn());
    Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    Sent sent;
    ControlReport controls;
    try (SecureProducer producer = standIn.producer(standIn.camera()).build()) {
      sent = send(producer, clip.tracks(), clip.frames(start), key);
      controls = producer.report();
    }
    MkvMedia received = standIn.viewer().readAll(STREAM.value());
    boolean identical = Comparison.isIdentical(clip.media(), received, start);
    out.println("read back with GetMedia: " + received.frames().size() + " frames");
    out.println("packaged by: " + controls.packager());
    showControls(controls);

    int refused = new Refusals(standIn, clip, out).show(sent.pin());
    out.println();
    out.println("media: " + sent.report().frames() + " identical=" + identical);
    out.println("controls: " + controls + " refused=" + refused);
  }

  private record Sent(StreamPin pin, CloseReport report) {}

  private Sent send(SecureProducer producer, List<Track> tracks, List<Frame> frames, KmsKeyId key)
      throws InterruptedException {
    StreamSpec spec =
        StreamSpec.builder(STREAM, tracks.get(0))
            .track(tracks.get(1))
            .encryptedBy(key)
            .retention(Retention.ofDays(7))
            .tag("purpose", "demonstration")
            .createIfMissing(standIn.administrator())
            .build();
    try (SecureStream stream = producer.openStream(spec)) {
      StreamPin pin = stream.pin().orElseThrow();
      out.println("sending to " + stream.arn() + ", encrypted by " + key);
      ProgressBar sent = new ProgressBar(out, "frames", frames.size());
      long put = 0;
      for (Frame frame : frames) {
        stream.put(frame);
        sent.show(++put);
      }
      return new Sent(pin, stream.close(Duration.ofSeconds(30)));
    }
  }

  private void showControls(ControlReport controls) {
    controls
        .decisions()
        .values()
        .forEach(
            decision -> {
              if (decision instanceof Decision.Satisfied met) {
                out.println("  " + met.control().id() + " satisfied: " + met.evidence());
              } else if (decision instanceof Decision.Violated missed) {
                out.println(
                    "  " + missed.control().id() + " violated: " + missed.violation().found());
              }
            });
    controls.insecureOptions().forEach(option -> out.println("  in use: " + option));
  }
}
