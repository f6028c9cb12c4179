package io.github.kvssecure.samples.benchmark;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicSessionCredentials;
import com.amazonaws.kinesisvideo.auth.DefaultAuthCallbacks;
import com.amazonaws.kinesisvideo.auth.KinesisVideoCredentials;
import com.amazonaws.kinesisvideo.auth.StaticCredentialsProvider;
import com.amazonaws.kinesisvideo.client.KinesisVideoClientConfiguration;
import com.amazonaws.kinesisvideo.client.PutMediaClient;
import com.amazonaws.kinesisvideo.client.signing.KinesisVideoAWS4Signer;
import com.amazonaws.kinesisvideo.config.ClientConfiguration;
import com.amazonaws.kinesisvideo.internal.producer.KinesisVideoProducerStream;
import com.amazonaws.kinesisvideo.internal.producer.jni.NativeKinesisVideoProducerJni;
import com.amazonaws.kinesisvideo.internal.service.DefaultServiceCallbacksImpl;
import com.amazonaws.kinesisvideo.producer.ClientInfo;
import com.amazonaws.kinesisvideo.producer.DeviceInfo;
import com.amazonaws.kinesisvideo.producer.FrameFlags;
import com.amazonaws.kinesisvideo.producer.KinesisVideoFragmentAck;
import com.amazonaws.kinesisvideo.producer.KinesisVideoFrame;
import com.amazonaws.kinesisvideo.producer.MkvTrackInfoType;
import com.amazonaws.kinesisvideo.producer.ProducerException;
import com.amazonaws.kinesisvideo.producer.StorageInfo;
import com.amazonaws.kinesisvideo.producer.StreamInfo;
import com.amazonaws.kinesisvideo.producer.Tag;
import com.amazonaws.kinesisvideo.producer.Time;
import com.amazonaws.kinesisvideo.producer.TrackInfo;
import com.amazonaws.kinesisvideo.storage.DefaultStorageCallbacks;
import com.amazonaws.kinesisvideo.streaming.DefaultStreamCallbacks;
import com.amazonaws.kinesisvideo.util.StreamInfoConstants;
import io.github.kvssecure.jni.internal.load.ExtractedLibrary;
import io.github.kvssecure.jni.internal.load.LibraryExtractor;
import io.github.kvssecure.local.SessionKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The vendor's way: its native producer, its callbacks and its PutMediaClient, put together as
 * {@code KinesisVideoJavaClientFactory} does, but for a larger store, more streams and {@link
 * VendorService}.
 */
final class VendorClient implements MeasuredClient {

  private static final Logger LOG = LogManager.getLogger(VendorClient.class);
  private static final long STORE_BYTES = 512L << 20;
  private static final int MOST_STREAMS = 512;
  private static final long BUFFER = 120 * Time.HUNDREDS_OF_NANOS_IN_A_SECOND;

  private final Materials materials;
  private final byte[] avcC;
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
  private final VendorService control;
  private final DefaultServiceCallbacksImpl service;
  private final NativeKinesisVideoProducerJni producer;
  private final List<KinesisVideoProducerStream> streams = new ArrayList<>();
  private final AtomicLong acknowledgements = new AtomicLong();
  private int index;

  VendorClient(Materials materials, byte[] avcC) throws IOException, ProducerException {
    this.materials = materials;
    this.avcC = avcC;
    SessionKeys keys = materials.credentials();
    StaticCredentialsProvider credentials =
        new StaticCredentialsProvider(
            new KinesisVideoCredentials(
                keys.accessKeyId(),
                keys.secretAccessKey(),
                keys.sessionToken(),
                Date.from(keys.expiration())));
    KinesisVideoClientConfiguration configuration =
        KinesisVideoClientConfiguration.builder()
            .withRegion(materials.setting("region"))
            .withCredentialsProvider(credentials)
            .withStorageCallbacks(new DefaultStorageCallbacks())
            .build();
    this.control = new VendorService(materials.setting("sink"));
    this.service = new DefaultServiceCallbacksImpl(LOG, executor, configuration, control);
    this.producer =
        new NativeKinesisVideoProducerJni(
            new DefaultAuthCallbacks(credentials, executor, LOG),
            new DefaultStorageCallbacks(),
            service,
            LOG);
    ClassLoader sdk = NativeKinesisVideoProducerJni.class.getClassLoader();
    try (ExtractedLibrary library = LibraryExtractor.of(sdk, null).extract()) {
      producer.createSync(device(), library.path().toString());
    }
  }

  private static DeviceInfo device() {
    return new DeviceInfo(
        DeviceInfo.DEVICE_INFO_CURRENT_VERSION,
        "benchmark",
        new StorageInfo(
            StorageInfo.STORAGE_INFO_CURRENT_VERSION,
            StorageInfo.DeviceStorageType.DEVICE_STORAGE_TYPE_IN_MEM,
            STORE_BYTES,
            90,
            ""),
        MOST_STREAMS,
        null,
        "benchmark",
        new ClientInfo());
  }

  private StreamInfo stream(String name) {
    return new StreamInfo(
        StreamInfo.STREAM_INFO_CURRENT_VERSION,
        name,
        StreamInfo.StreamingType.STREAMING_TYPE_REALTIME,
        "video/h264",
        "",
        24 * Time.HUNDREDS_OF_NANOS_IN_AN_HOUR,
        StreamInfoConstants.NOT_ADAPTIVE,
        StreamInfoConstants.MAX_LATENCY,
        StreamInfoConstants.DEFAULT_GOP_DURATION,
        StreamInfoConstants.KEYFRAME_FRAGMENTATION,
        StreamInfoConstants.USE_FRAME_TIMECODES,
        StreamInfoConstants.ABSOLUTE_TIMECODES,
        StreamInfoConstants.REQUEST_FRAGMENT_ACKS,
        StreamInfoConstants.RECOVER_ON_FAILURE,
        StreamInfoConstants.DEFAULT_BITRATE,
        TickingLoad.FRAMES_PER_SECOND,
        BUFFER,
        BUFFER,
        /* no look for stale connections, as in this library */ 0,
        StreamInfoConstants.DEFAULT_TIMESCALE,
        StreamInfoConstants.RECALCULATE_METRICS,
        new Tag[0],
        StreamInfo.NalAdaptationFlags.NAL_ADAPTATION_FLAG_NONE,
        UUID.randomUUID(),
        new TrackInfo[] {
          new TrackInfo(1, "V_MPEG4/ISO/AVC", "video", avcC, MkvTrackInfoType.VIDEO)
        });
  }

  @Override
  public void open(int count) throws ProducerException {
    while (streams.size() < count) {
      KinesisVideoProducerStream stream =
          producer.createStreamSync(
              stream(Materials.streamName(streams.size())), new CountingCallbacks());
      service.addStream(stream);
      streams.add(stream);
    }
  }

  @Override
  public void put(int stream, boolean key, Instant time, ByteBuffer data) throws ProducerException {
    long ticks = time.toEpochMilli() * Time.HUNDREDS_OF_NANOS_IN_A_MILLISECOND;
    streams
        .get(stream)
        .putFrame(
            new KinesisVideoFrame(
                index++,
                key ? FrameFlags.FRAME_FLAG_KEY_FRAME : FrameFlags.FRAME_FLAG_NONE,
                ticks,
                ticks,
                StreamInfoConstants.FRAME_DURATION_0_MS,
                data,
                1));
  }

  @Override
  public long acknowledgements() {
    return acknowledgements.get();
  }

  @Override
  public Figures report() {
    return new Figures().with("controlCalls", control.calls());
  }

  @Override
  public long bulk(InputStream media) throws Exception {
    SessionKeys keys = materials.credentials();
    CompletableFuture<Void> end = new CompletableFuture<>();
    AtomicLong arrived = new AtomicLong();
    CountingInput counted = new CountingInput(media, arrived);
    PutMediaClient.builder()
        .putMediaDestinationUri(URI.create(materials.setting("sink") + "/putMedia"))
        .streamName("bulk")
        .timestamp(System.currentTimeMillis())
        .fragmentTimecodeType("ABSOLUTE")
        .receiveTimeout((int) TimeUnit.HOURS.toMillis(1))
        .mkvStream(counted)
        .receiveAcks(answer -> count(answer, arrived))
        .receiveCompletion(
            failure -> {
              if (failure == null) {
                end.complete(null);
              } else {
                end.completeExceptionally(failure);
              }
            })
        .signWith(
            new KinesisVideoAWS4Signer(
                new AWSStaticCredentialsProvider(
                    new BasicSessionCredentials(
                        keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken())),
                ClientConfiguration.builder()
                    .serviceName("kinesisvideo")
                    .region(materials.setting("region"))
                    .build()))
        .build()
        .putMediaInBackground();
    end.get(5, TimeUnit.MINUTES);
    return counted.beforeEnd;
  }

  /** Reads the answer to its end, and counts the acknowledgements by what opens them. */
  private static void count(InputStream answer, AtomicLong arrived) {
    try {
      byte[] buffer = new byte[4096];
      for (int count = answer.read(buffer); count >= 0; count = answer.read(buffer)) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] == '{') {
            arrived.incrementAndGet();
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class CountingInput extends java.io.FilterInputStream {

    private final AtomicLong arrived;
    volatile long beforeEnd;

    CountingInput(InputStream media, AtomicLong arrived) {
      super(media);
      this.arrived = arrived;
    }

    @Override
    public int read(byte[] buffer) throws IOException {
      int count = super.read(buffer);
      if (count < 0) {
        beforeEnd = arrived.get();
      }
      return count;
    }
  }

  private final class CountingCallbacks extends DefaultStreamCallbacks {
    @Override
    public void fragmentAckReceived(long upload, KinesisVideoFragmentAck acknowledgement) {
      acknowledgements.incrementAndGet();
    }
  }

  /** Ends with the process: a stream that waits for its last acknowledgements would hold it up. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
