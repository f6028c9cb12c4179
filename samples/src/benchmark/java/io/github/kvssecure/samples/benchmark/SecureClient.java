package io.github.kvssecure.samples.benchmark;

import io.github.kvssecure.LoopbackEndpoint;
import io.github.kvssecure.Packaging;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.transport.PutMediaTransport;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.policy.NetworkPolicy;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.samples.SdkCredentials;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadListener;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.spi.UploadResponse;
import io.github.kvssecure.spi.UploadTransport;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** This library, whole: policy, gate, native packaging and upload transport. */
final class SecureClient implements MeasuredClient {

  private static final Logger LOG = LoggerFactory.getLogger(SecureClient.class);

  private final Materials materials;
  private final byte[] avcC;
  private final SecureProducer producer;
  private final List<SecureStream> streams = new ArrayList<>();
  private final AtomicLong acknowledgements = new AtomicLong();
  private volatile Break lastBreak = new Break(0, Duration.ZERO);

  /** A connection that was lost: when that was noticed, and how long it waits before the next. */
  private record Break(long noticedAt, Duration backoff) {}

  SecureClient(Materials materials, Packaging packaging, byte[] avcC)
      throws IOException, GeneralSecurityException {
    this.materials = materials;
    this.avcC = avcC;
    AwsSessionCredentials base = SdkCredentials.of(materials.credentials());
    this.producer =
        SecureProducer.builder(
                AwsRegion.of(materials.setting("region")),
                CredentialSource.assumeRole(
                    RoleArn.of(materials.setting("role")),
                    "benchmark-camera",
                    CredentialSource.of(() -> base)))
            .policy(
                SecurityPolicy.strict()
                    .withNetwork(
                        NetworkPolicy.strict()
                            .withTls(
                                TlsPolicy.strict()
                                    .trusting("benchmark sink", materials.sinkAuthority()))))
            .insecurelyUseLoopbackEndpoint(
                LoopbackEndpoint.of(
                    URI.create(materials.setting("control")), materials.controlCertificate()),
                "benchmark without an AWS account")
            .packaging(packaging)
            .listener(this::note)
            .build();
  }

  private void note(IngestEvent event) {
    if (event instanceof IngestEvent.FragmentAcknowledged) {
      acknowledgements.incrementAndGet();
    } else if (event instanceof IngestEvent.UploadBroken broken) {
      LOG.warn("{}", event);
      lastBreak = new Break(System.nanoTime(), broken.delay());
    }
  }

  @Override
  public void open(int count) throws InterruptedException, IOException {
    while (streams.size() < count) {
      streams.add(
          producer.openStream(
              StreamSpec.builder(
                      StreamName.of(Materials.streamName(streams.size())), Track.h264(1, avcC))
                  .encryptedBy(KmsKeyId.of(materials.setting("key")))
                  .retention(Retention.ofDays(1))
                  .build()));
    }
  }

  @Override
  public void put(int stream, boolean key, Instant time, ByteBuffer data)
      throws InterruptedException {
    streams.get(stream).put(key ? Frame.key(1, time, data) : Frame.delta(1, time, data));
  }

  @Override
  public long acknowledgements() {
    return acknowledgements.get();
  }

  @Override
  public Figures report() {
    Accounting frames = streams.get(0).frames();
    Break last = lastBreak;
    return new Figures()
        .with("pending", (double) frames.pending())
        .with("dropped", (double) frames.dropped())
        .with("noticedAt", (double) last.noticedAt())
        .with("backoff", (double) last.backoff().toNanos());
  }

  @Override
  public long bulk(InputStream media) throws Exception {
    SessionKeys keys = materials.credentials();
    UploadRequest request =
        new UploadRequest(
            new UploadRequest.Target(
                URI.create(materials.setting("sink")), AwsRegion.of(materials.setting("region"))),
            StreamArn.parse(
                    "arn:aws:kinesisvideo:"
                        + materials.setting("region")
                        + ":123456789012:stream/bulk/1234567890123")
                .orElseThrow(),
            SessionCredentials.of(
                keys.accessKeyId(),
                keys.secretAccessKey(),
                Optional.of(keys.sessionToken()),
                Optional.of(keys.expiration())),
            Instant.now());
    TransportSettings settings =
        TransportSettings.defaults()
            .withTrust(TlsContext.trustingOnly(List.of(materials.sinkAuthority())));
    BulkListener listener = new BulkListener();
    try (UploadTransport transport = PutMediaTransport.start(settings)) {
      transport.open(request, buffer -> listener.read(media, buffer), listener).dataAvailable();
      UploadEnd end = listener.end.get(5, TimeUnit.MINUTES);
      if (end instanceof UploadEnd.Broken broken) {
        throw broken.cause();
      }
    }
    return listener.beforeEnd;
  }

  private static final class BulkListener implements UploadListener {

    final CompletableFuture<UploadEnd> end = new CompletableFuture<>();
    private final AtomicLong arrived = new AtomicLong();
    volatile long beforeEnd;

    int read(InputStream media, byte[] buffer) {
      try {
        int count = media.read(buffer);
        if (count < 0) {
          beforeEnd = arrived.get();
        }
        return count;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void connected(ConnectionEvidence evidence) {}

    @Override
    public void responded(UploadResponse response) {}

    @Override
    public void acknowledged(Acknowledgement acknowledgement) {
      arrived.incrementAndGet();
    }

    @Override
    public void ended(UploadEnd how) {
      end.complete(how);
    }
  }

  @Override
  public void close() {
    try {
      for (SecureStream stream : streams) {
        var unused = stream.close(Duration.ZERO);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }
}
