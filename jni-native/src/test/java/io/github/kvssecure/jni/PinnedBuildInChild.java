package io.github.kvssecure.jni;

import io.github.kvssecure.LoopbackEndpoint;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.contract.ContractMedia;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.MediaReader;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Main program that streams through an own build of the native library to a stand-in, and reads
 * back what arrived: {@code PinnedBuildInChild <library> <SHA-256>}.
 */
public final class PinnedBuildInChild {

  private static final int FRAMES = 3 * ContractMedia.FRAMES_PER_FRAGMENT;

  private PinnedBuildInChild() {}

  public static void main(String[] args) throws Exception {
    NativeMediaProducerProvider own =
        NativeMediaProducerProvider.pinning(Path.of(args[0]), args[1], "built for this test");
    try (LocalKvs kvs = LocalKvs.start();
        SecureProducer producer =
            SecureProducer.builder(AwsRegion.of(kvs.region()), camera(kvs))
                .mediaProducer(own)
                .insecurelyUseLoopbackEndpoint(
                    LoopbackEndpoint.of(kvs.endpoint(), kvs.caCertificate()), "a test over TLS")
                .build()) {
      System.out.println("packager: " + producer.report().packager());
      String key = kvs.keys().create().arn();
      kvs.streams()
          .create(
              "front-door",
              StreamSettings.none()
                  .withRetentionHours(24)
                  .withMediaType("video/h264")
                  .withKmsKeyId(key));
      List<Frame> frames = frames();
      StreamSpec spec =
          StreamSpec.builder(StreamName.of("front-door"), ContractMedia.video()).build();
      try (SecureStream stream = producer.openStream(spec)) {
        for (Frame frame : frames) {
          stream.put(frame);
        }
        System.out.println("media: " + stream.close(Duration.ofSeconds(30)).frames());
      }
      System.out.println("identical=" + sent(frames).equals(received(kvs)));
    }
  }

  private static CredentialSource camera(LocalKvs kvs) {
    SessionKeys keys = kvs.identities().roleSession(LocalIdentities.CAMERA);
    AwsSessionCredentials credentials =
        AwsSessionCredentials.builder()
            .accessKeyId(keys.accessKeyId())
            .secretAccessKey(keys.secretAccessKey())
            .sessionToken(keys.sessionToken())
            .expirationTime(keys.expiration())
            .build();
    return CredentialSource.of(() -> credentials);
  }

  private static List<Frame> frames() {
    Instant start = Instant.now();
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      Instant time = start.plus(Duration.ofMillis(40L * i));
      ByteBuffer data =
          ByteBuffer.wrap(ContractMedia.lengthPrefixed(ContractMedia.payload(i, 1000)));
      frames.add(
          i % ContractMedia.FRAMES_PER_FRAGMENT == 0
              ? Frame.key(ContractMedia.VIDEO, time, data)
              : Frame.delta(ContractMedia.VIDEO, time, data));
    }
    return frames;
  }

  private static List<ByteBuffer> sent(List<Frame> frames) {
    return frames.stream().map(Frame::data).toList();
  }

  private static List<ByteBuffer> received(LocalKvs kvs) throws Exception {
    MediaReader viewer = new MediaReader(kvs, kvs.identities().roleSession(LocalIdentities.VIEWER));
    return viewer.readAll("front-door").frames().stream()
        .map(frame -> ByteBuffer.wrap(frame.data()))
        .toList();
  }
}
