package io.github.kvssecure.samples;

import io.github.kvssecure.LoopbackEndpoint;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Streams until it is killed, and writes down what it was told is stored. A program of its own. */
final class KilledCamera {

  private static final int FRAMES_PER_SECOND = 50;

  private KilledCamera() {}

  /**
   * Runs it.
   *
   * @param args endpoint, certificate of its authority, role, file to report to
   */
  public static void main(String[] args) throws Exception {
    AwsSessionCredentials keys =
        AwsSessionCredentials.builder()
            .accessKeyId(System.getenv("KILLED_CAMERA_KEYS"))
            .secretAccessKey(System.getenv("KILLED_CAMERA_SECRET"))
            .sessionToken(System.getenv("KILLED_CAMERA_TOKEN"))
            .expirationTime(Instant.parse(System.getenv("KILLED_CAMERA_END")))
            .build();
    try (InputStream pem = Files.newInputStream(Path.of(args[1]));
        FileChannel log =
            FileChannel.open(
                Path.of(args[3]), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      X509Certificate authority =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
      try (SecureProducer producer =
          SecureProducer.builder(
                  AwsRegion.of("eu-central-1"),
                  CredentialSource.assumeRole(
                      RoleArn.of(args[2]), "killed-camera", CredentialSource.of(() -> keys)))
              .listener(event -> report(event, log))
              .insecurelyUseLoopbackEndpoint(
                  LoopbackEndpoint.of(URI.create(args[0]), authority), "a test that kills")
              .build()) {
        film(producer);
      }
    }
  }

  private static void film(SecureProducer producer) throws Exception {
    StreamSpec spec =
        StreamSpec.builder(StreamName.of("front-door"), Clip.load().tracks().get(0)).build();
    CountDownLatch never = new CountDownLatch(1);
    try (SecureStream stream = producer.openStream(spec)) {
      Instant start = Instant.now();
      for (int number = 0; !never.await(20, TimeUnit.MILLISECONDS); number++) {
        ByteBuffer data = ByteBuffer.allocate(2000).putInt(1996).putInt(0x65 << 24).putInt(number);
        Instant time = start.plusMillis(number * 1000L / FRAMES_PER_SECOND);
        stream.put(
            number % FRAMES_PER_SECOND == 0
                ? Frame.key(1, time, data.rewind())
                : Frame.delta(1, time, data.rewind()));
      }
    }
  }

  private static void report(IngestEvent event, FileChannel log) {
    if (event instanceof IngestEvent.FragmentAcknowledged acknowledged
        && acknowledged.acknowledgement().type() == Acknowledgement.Type.PERSISTED) {
      String line = acknowledged.acknowledgement().fragmentTimecodeMillis().getAsLong() + "\n";
      try {
        var unused = log.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
      } catch (java.io.IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
