package io.github.kvssecure.samples;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;

/** The example of the README: a test compares the two, line by line. */
final class QuickStart {

  private QuickStart() {}

  static CloseReport send(
      SecureProducer producer, byte[] avcC, KmsKeyId key, Iterable<Frame> camera)
      throws InterruptedException {
    // README: begin
    StreamSpec spec =
        StreamSpec.builder(StreamName.of("front-door"), Track.h264(1, avcC))
            .encryptedBy(key)
            .retention(Retention.ofDays(7))
            .build();
    try (SecureStream stream = producer.openStream(spec)) {
      for (Frame frame : camera) {
        stream.put(frame);
      }
      return stream.close(Duration.ofSeconds(10));
    }
    // README: end
  }
}
