package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.mkv.MkvFragment;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvHeader;
import io.github.kvssecure.local.mkv.MkvTrack;
import io.github.kvssecure.local.mkv.MkvWriter;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.spi.Upload;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamArn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads to the loopback stand-in, which reads the protocol and the signature on its own. */
class LocalKvsUploadTest {

  private static final String STREAM = "front-door";
  private static final LocalKvs KVS = LocalKvs.start();
  private static final PutMediaTransport TRANSPORT =
      PutMediaTransport.start(
          TransportSettings.defaults()
              .withTrust(TlsContext.of(TlsPolicy.strict(), List.of(KVS.caCertificate())))
              .withTimeouts(
                  new TransportTimeouts(
                      Duration.ofSeconds(5),
                      Duration.ofSeconds(5),
                      Duration.ofSeconds(2),
                      Duration.ofSeconds(2))));

  private final long start = Instant.now().toEpochMilli();
  private final RecordingListener listener = new RecordingListener();
  private final QueuedBody body = new QueuedBody();
  private String arn = "";

  @AfterAll
  static void stop() {
    TRANSPORT.close();
    KVS.close();
  }

  @BeforeEach
  void createStream() {
    arn = KVS.streams().create(STREAM);
  }

  @AfterEach
  void deleteStream() {
    KVS.disarm();
    KVS.streams().delete(STREAM);
  }

  @Test
  void fragments_arePersistedAndAcknowledgedWhileTheUploadGoesOn() throws Exception {
    Upload upload = open(camera());
    body.add(media(start, start + 2000));
    upload.dataAvailable();
    assertThat(listener.awaitAcknowledgement().type()).isEqualTo(Acknowledgement.Type.BUFFERING);
    assertThat(listener.end).isNotDone();
    body.end();
    upload.dataAvailable();
    assertThat(await(listener.end)).isEqualTo(new UploadEnd.Completed());
    assertThat(KVS.streams().awaitFragments(STREAM, 2, Duration.ofSeconds(20))).hasSize(2);
    assertThat(KVS.streams().persisted(STREAM)).hasSize(2);
    assertThat(listener.acknowledgements)
        .filteredOn(ack -> ack.type() == Acknowledgement.Type.PERSISTED)
        .extracting(ack -> ack.fragmentTimecodeMillis().orElseThrow())
        .containsExactly(start, start + 2000);
    assertThat(listener.offences).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_401, REFUSED_BY_SERVICE, false",
    "HTTP_403_EXPIRED, REFUSED_BY_SERVICE, true",
    "HTTP_403_DENIED, REFUSED_BY_SERVICE, false",
    "HTTP_400, REFUSED_BY_SERVICE, false",
    "HTTP_500, REFUSED_BY_SERVICE, true",
    "HTTP_503, REFUSED_BY_SERVICE, true",
    "REDIRECT_302, REFUSED_BY_SERVICE, false",
    "EARLY_RESPONSE_BODY_NON_200, REFUSED_BY_SERVICE, false",
    "ACK_ERROR, ERROR_ACKNOWLEDGED, false",
    "DROP_CONNECTION_MID_FRAGMENT, CONNECTION_LOST, true",
    "TRUNCATE_WITHOUT_CLOSE_NOTIFY, CONNECTION_LOST, true",
    "OVERSIZED_ACK_LINE, MALFORMED_RESPONSE, true",
    "GARBAGE_ACK, MALFORMED_RESPONSE, true"
  })
  void fault_endsTheUploadWithItsFailure(Fault fault, Failure failure, boolean retryable)
      throws Exception {
    KVS.arm(FaultPlan.of(fault).afterBytes(100));
    Upload upload = open(camera());
    body.add(media(start, start + 2000));
    upload.dataAvailable();
    UploadException cause = listener.awaitBroken().cause();
    assertThat(cause.failure()).isEqualTo(failure);
    assertThat(cause.isRetryable()).isEqualTo(retryable);
    assertThat(listener.offences).isEmpty();
  }

  @Test
  void stallAfterTheBody_endsTheUploadInTime() throws Exception {
    KVS.arm(FaultPlan.of(Fault.STALL).afterBytes(100));
    Upload upload = open(camera());
    body.add(media(start)).end();
    upload.dataAvailable();
    assertThat(listener.awaitFailure()).isEqualTo(Failure.CONNECTION_LOST);
  }

  @Test
  void wrongSecret_isRefusedByTheService() throws Exception {
    SessionCredentials camera = camera();
    open(
        SessionCredentials.of(
            camera.accessKeyId(), "wrong", camera.sessionToken(), camera.expiration()));
    UploadException cause = listener.awaitBroken().cause();
    assertThat(cause.response().orElseThrow().status()).isEqualTo(403);
    assertThat(cause.response().orElseThrow().errorType()).contains("InvalidSignatureException");
  }

  private Upload open(SessionCredentials credentials) {
    return TRANSPORT.open(
        new UploadRequest(
            new UploadRequest.Target(KVS.endpoint(), AwsRegion.of(KVS.region())),
            new StreamArn(arn),
            credentials,
            Instant.ofEpochMilli(start)),
        body,
        listener);
  }

  private static SessionCredentials camera() {
    SessionKeys keys = KVS.identities().roleSession(LocalIdentities.CAMERA);
    return SessionCredentials.of(
        keys.accessKeyId(),
        keys.secretAccessKey(),
        Optional.of(keys.sessionToken()),
        Optional.of(keys.expiration()));
  }

  private static byte[] media(long... timecodes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MkvWriter writer = new MkvWriter(out);
    writer.header(
        MkvHeader.of(List.of(MkvTrack.video(1, "V_MPEG4/ISO/AVC").pixels(640, 480).build())));
    for (long timecode : timecodes) {
      MkvFrame frame = new MkvFrame(1, Duration.ofMillis(timecode), true, new byte[500]);
      writer.fragment(MkvFragment.of(timecode, List.of(frame)), Map.of());
    }
    return out.toByteArray();
  }
}
