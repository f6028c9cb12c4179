package io.github.kvssecure.local.media;

import io.github.kvssecure.local.http.ChunkedOutput;
import io.github.kvssecure.local.http.Exchange;
import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.Caller;
import io.github.kvssecure.local.mkv.MkvTrack;
import io.github.kvssecure.local.mkv.MkvWriter;
import io.github.kvssecure.local.streams.RequestFields;
import io.github.kvssecure.local.streams.StoredFragment;
import io.github.kvssecure.local.streams.StoredStream;
import io.github.kvssecure.local.streams.StreamAccess;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * GetMedia: sends stored fragments as MKV, goes on with live ones while an upload is open, and ends
 * when everything was sent and nothing can follow, or when the key of the stream cannot be used for
 * the caller. Thread-safe.
 */
public final class GetMediaService {
  private static final int BUFFER = 64 * 1024;
  private static final String TAG = "AWS_KINESISVIDEO_";

  private final StreamAccess access;
  private final StreamEncryption encryption;
  private final MediaTimes times;
  private final Clock clock;

  /** Makes the service. */
  public GetMediaService(MediaContext context) {
    this.access = new StreamAccess(context.store());
    this.encryption = context.encryption();
    this.times = context.times();
    this.clock = context.clock();
  }

  /**
   * Answers one call of a caller whose signature was verified.
   *
   * @throws ServiceException when the call is refused
   */
  public void answer(Exchange exchange, Caller caller, byte[] body)
      throws IOException, ServiceException {
    RequestFields fields = RequestFields.parse(body);
    StoredStream stream = access.require(caller, "GetMedia", fields);
    RequestFields selector = fields.nested("StartSelector");
    boolean live = selector.is("StartSelectorType", "NOW");
    String after = StartSelector.resolve(selector, stream.fragments());
    ChunkedOutput out = exchange.stream(Map.of("Content-Type", "video/webm"));
    try {
      send(caller, stream, after, live, new BufferedOutputStream(out, BUFFER));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.close();
  }

  private void send(
      Caller caller, StoredStream stream, String after, boolean live, OutputStream out)
      throws IOException, InterruptedException {
    Duration patience = live ? times.readerPatience() : Duration.ZERO;
    MkvWriter writer = new MkvWriter(out);
    List<MkvTrack> tracks = List.of();
    Optional<StoredFragment> next = stream.awaitAfter(after, patience);
    while (next.isPresent()) {
      StoredFragment fragment = next.get();
      if (!fragment.header().tracks().equals(tracks)) {
        // Other codec data cannot continue a Segment, so a new document begins, as on the real
        // service.
        writer = new MkvWriter(out);
        writer.header(fragment.header());
        tracks = fragment.header().tracks();
      }
      Optional<AckError> refusal = encryption.refusalToRead(caller, stream);
      if (refusal.isPresent()) {
        writer.tags(error(refusal.get()));
        break;
      }
      writer.fragment(fragment.media(), tags(fragment));
      out.flush();
      next = stream.awaitAfter(fragment.number(), patience);
    }
    out.flush();
  }

  /** Names as the parser library of KVS reads them; times in seconds with milliseconds. */
  private Map<String, String> tags(StoredFragment fragment) {
    Map<String, String> tags = new LinkedHashMap<>();
    long server = fragment.serverTime().toEpochMilli();
    tags.put(TAG + "FRAGMENT_NUMBER", fragment.number());
    tags.put(TAG + "SERVER_TIMESTAMP", seconds(server));
    tags.put(TAG + "PRODUCER_TIMESTAMP", seconds(fragment.media().timecodeMillis()));
    tags.put(TAG + "MILLIS_BEHIND_NOW", Long.toString(Math.max(0, clock.millis() - server)));
    tags.put(TAG + "CONTINUATION_TOKEN", fragment.number());
    return tags;
  }

  /** The status 200 is out already when a key fails, so tags say why the media ends. */
  private static Map<String, String> error(AckError error) {
    return Map.of(TAG + "ERROR_CODE", error.name(), TAG + "ERROR_ID", Integer.toString(error.id()));
  }

  private static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).toPlainString();
  }
}
