package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.LoopbackEndpoint;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Two hundred streams of one JVM, opened at once, and back after an outage of everything. */
class MassReconnectTest {

  private static final int STREAMS = 200;
  private static final int OPENERS = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Instant start = Instant.now();

  private Frame frame(int number) {
    ByteBuffer data = ByteBuffer.allocate(500).putInt(496).putInt(0x65 << 24).putInt(number);
    return Frame.key(1, start.plusSeconds(number), data.rewind());
  }

  private static SecureProducer producer(LocalKvs kvs) {
    SessionKeys keys = kvs.identities().roleSession(LocalIdentities.CAMERA);
    AwsSessionCredentials base =
        AwsSessionCredentials.builder()
            .accessKeyId(keys.accessKeyId())
            .secretAccessKey(keys.secretAccessKey())
            .sessionToken(keys.sessionToken())
            .expirationTime(keys.expiration())
            .build();
    return SecureProducer.builder(
            AwsRegion.of(kvs.region()),
            CredentialSource.assumeRole(
                RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)),
                "gateway",
                CredentialSource.of(() -> base)))
        .insecurelyUseLoopbackEndpoint(
            LoopbackEndpoint.of(kvs.endpoint(), kvs.caCertificate()), "a test of many streams")
        .build();
  }

  @Test
  void twoHundredStreams_openAndComeBackWithinTheQuotas() throws Exception {
    ExecutorService openers = Executors.newFixedThreadPool(OPENERS);
    try (LocalKvs kvs = LocalKvs.builder().realQuotas().start();
        SecureProducer producer = producer(kvs)) {
      String key = kvs.keys().create().arn();
      List<Future<SecureStream>> opening = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        String name = "camera-" + i;
        kvs.streams().create(name, StreamSettings.none().withRetentionHours(24).withKmsKeyId(key));
        StreamSpec spec =
            StreamSpec.builder(StreamName.of(name), Clip.load().tracks().get(0)).build();
        opening.add(openers.submit(() -> producer.openStream(spec)));
      }
      List<SecureStream> streams = new ArrayList<>();
      for (Future<SecureStream> stream : opening) {
        streams.add(stream.get());
      }
      putAll(streams, 0);
      kvs.goOffline();
      putAll(streams, 3);
      kvs.recover();
      putAll(streams, 6);
      for (SecureStream stream : streams) {
        CloseReport report = stream.close(PATIENCE);
        assertThat(report.isComplete()).as("%s: %s", stream.arn(), report).isTrue();
      }
      assertThat(kvs.calls())
          .as("no call was refused, for a quota or a second connection")
          .extracting(RecordedCall::status)
          .doesNotContain(400);
    } finally {
      openers.shutdownNow();
    }
  }

  private void putAll(List<SecureStream> streams, int from) throws InterruptedException {
    for (int number = from; number < from + 3; number++) {
      for (SecureStream stream : streams) {
        stream.put(frame(number));
      }
    }
  }
}
