package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.KmsKeyId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuickStartTest {

  @Test
  void theReadmesExampleSendsEveryFrame() throws Exception {
    Clip clip = Clip.load();
    List<Frame> video =
        clip.frames(Instant.now()).stream().filter(frame -> frame.track() == 1).toList();
    try (StandIn standIn = new StandIn()) {
      KmsKeyId key = KmsKeyId.of(standIn.kvs().keys().create().arn());
      standIn
          .kvs()
          .streams()
          .create(
              "front-door",
              StreamSettings.none().withRetentionHours(168).withKmsKeyId(key.value()));
      CloseReport report;
      try (SecureProducer producer = standIn.producer(standIn.camera()).build()) {
        report =
            QuickStart.send(
                producer, clip.media().header().tracks().get(0).codecPrivate(), key, video);
      }
      assertThat(report.isComplete()).isTrue();
      assertThat(report.frames().persisted()).isEqualTo(750);
      assertThat(report.fragments().persisted()).isEqualTo(15);
      assertThat(standIn.kvs().streams().frames("front-door")).hasSize(750);
    }
  }
}
