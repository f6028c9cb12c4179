package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The service refuses credentials that are still alive. */
class RefusedCallerTest {

  private static final String NAME = "front-door";

  private List<Frame> video = List.of();

  private CloseReport upload(StandIn standIn, CredentialSource source) throws Exception {
    Clip clip = Clip.load();
    video =
        clip.frames(Instant.now()).stream().filter(frame -> frame.track() == 1).limit(100).toList();
    standIn
        .kvs()
        .streams()
        .create(
            NAME,
            StreamSettings.none()
                .withRetentionHours(24)
                .withKmsKeyId(standIn.kvs().keys().create().arn()));
    try (SecureProducer producer = standIn.producer(source).build();
        SecureStream stream =
            producer.openStream(
                StreamSpec.builder(StreamName.of(NAME), clip.tracks().get(0)).build())) {
      for (Frame frame : video) {
        try {
          stream.put(frame);
        } catch (FrameRefusedException stopped) {
          break;
        }
      }
      return stream.close(Duration.ofSeconds(30));
    }
  }

  private static List<String> signers(StandIn standIn) {
    return standIn.kvs().calls().stream()
        .filter(call -> call.operation().equals("PutMedia"))
        .map(RecordedCall::accessKeyId)
        .toList();
  }

  private static long sessions(StandIn standIn) {
    return standIn.kvs().calls().stream()
        .filter(call -> call.operation().equals("AssumeRole"))
        .count();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"HTTP_401", "HTTP_403_EXPIRED", "HTTP_403_DENIED"})
  void roleSessionThatIsRefused_isReplacedByAnotherOne(Fault fault) throws Exception {
    try (StandIn standIn = new StandIn()) {
      standIn.kvs().arm(fault);
      CloseReport report = upload(standIn, standIn.camera());

      assertThat(report.isComplete()).as("%s", report).isTrue();
      assertThat(signers(standIn)).hasSize(2).doesNotHaveDuplicates();
      // One to look for the stream, and two that may do nothing but send to it.
      assertThat(sessions(standIn)).isEqualTo(3);
    }
  }

  @Test
  void credentialsWithoutAReplacement_stopTheStreamAtOnce() throws Exception {
    try (StandIn standIn = new StandIn()) {
      standIn.kvs().arm(Fault.HTTP_403_DENIED);
      CloseReport report =
          upload(standIn, CredentialSource.of(standIn.instanceProfile(LocalIdentities.CAMERA)));

      assertThat(signers(standIn)).hasSize(1);
      assertThat(report.failure().orElseThrow())
          .isInstanceOfSatisfying(
              UploadException.class,
              refusal -> assertThat(refusal.response().orElseThrow().status()).isEqualTo(403));
      assertThat(report.notPersisted()).isNotEmpty();
    }
  }
}
