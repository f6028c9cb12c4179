package io.github.kvssecure.internal.outgoing;

import static io.github.kvssecure.internal.outgoing.OutgoingTrial.fragment;
import static io.github.kvssecure.internal.outgoing.OutgoingTrial.frame;
import static io.github.kvssecure.internal.outgoing.OutgoingTrial.header;
import static io.github.kvssecure.internal.outgoing.OutgoingTrial.video;
import static io.github.kvssecure.internal.outgoing.OutgoingTrial.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is read from the bytes of one upload. */
class OutgoingUploadTest {

  @Test
  void readsOfAnySize_giveTheSameFacts() throws Exception {
    byte[] bytes =
        written(
            header(video()),
            Map.of("place", "gate"),
            fragment(frame(1, 0, true), frame(1, 40, false)),
            fragment(frame(1, 2000, true)));
    for (int size = 1; size < 50; size++) {
      StringBuilder facts = new StringBuilder();
      OutgoingUpload upload = new OutgoingUpload(Camera.STREAM, OutgoingTrial.noting(facts));
      for (int at = 0; at < bytes.length; at += size) {
        int count = Math.min(size, bytes.length - at);
        upload.read(Arrays.copyOfRange(bytes, at, at + count), count);
      }
      upload.end();
      assertThat(facts).contains("docType=matroska", "PT2S", "name=place");
    }
  }

  /** A fragment ends where the next one began, also if that one was given up before it left. */
  @Test
  void fragmentBeforeOneThatIsLeftOut_isNotTakenForALongOne() throws Exception {
    byte[] bytes =
        written(
            header(video()),
            Map.of(),
            fragment(frame(1, 0, true)),
            fragment(frame(1, 30_000, true)),
            fragment(frame(1, 32_000, true)));
    StringBuilder facts = new StringBuilder();
    OutgoingUpload upload = new OutgoingUpload(Camera.STREAM, OutgoingTrial.noting(facts));

    upload.leftOut(2000, true);
    upload.leftOut(4000, true);
    upload.leftOut(31_000, true);
    upload.leftOut(31_000, false);
    upload.read(bytes, bytes.length);
    upload.end();

    assertThat(facts.toString().split("PT2S", -1)).hasSize(3);
    assertThat(facts).doesNotContain("PT30S", "PT1S");
  }
}
