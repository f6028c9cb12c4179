package io.github.kvssecure.samples.benchmark;

import com.amazonaws.kinesisvideo.auth.KinesisVideoCredentialsProvider;
import com.amazonaws.kinesisvideo.client.KinesisVideoClientConfiguration;
import com.amazonaws.kinesisvideo.common.exception.KinesisVideoException;
import com.amazonaws.kinesisvideo.common.function.Consumer;
import com.amazonaws.kinesisvideo.internal.producer.client.KinesisVideoServiceClient;
import com.amazonaws.kinesisvideo.java.service.JavaKinesisVideoServiceClient;
import com.amazonaws.kinesisvideo.producer.StreamDescription;
import com.amazonaws.kinesisvideo.producer.StreamStatus;
import com.amazonaws.kinesisvideo.producer.Time;
import java.io.InputStream;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;

/**
 * The vendor's service client, whose control plane is answered here: it is not what is measured,
 * and AWS SDK 1.x cannot easily be pointed at a stand-in. PutMedia is the vendor's own.
 */
final class VendorService implements KinesisVideoServiceClient {

  private final JavaKinesisVideoServiceClient vendor =
      new JavaKinesisVideoServiceClient(LogManager.getLogger(VendorService.class));
  private final String dataEndpoint;
  private final AtomicInteger calls = new AtomicInteger();

  VendorService(String dataEndpoint) {
    this.dataEndpoint = dataEndpoint;
  }

  /** How many calls of the control plane were made: those that the producer makes here. */
  int calls() {
    return calls.get();
  }

  @Override
  public void initialize(KinesisVideoClientConfiguration configuration)
      throws KinesisVideoException {
    vendor.initialize(configuration);
  }

  @Override
  public String createStream(
      String name,
      String device,
      String contentType,
      String kmsKey,
      long retentionHours,
      long timeout,
      KinesisVideoCredentialsProvider credentials) {
    calls.incrementAndGet();
    return arn(name);
  }

  @Override
  public StreamDescription describeStream(
      String name, long timeout, KinesisVideoCredentialsProvider credentials) {
    calls.incrementAndGet();
    return new StreamDescription(
        StreamDescription.STREAM_DESCRIPTION_CURRENT_VERSION,
        "benchmark",
        name,
        "video/h264",
        "0",
        arn(name),
        StreamStatus.ACTIVE,
        0,
        24 * Time.HUNDREDS_OF_NANOS_IN_AN_HOUR,
        "");
  }

  @Override
  public void deleteStream(
      String name,
      String version,
      Date creation,
      long timeout,
      KinesisVideoCredentialsProvider credentials) {}

  @Override
  public void tagStream(
      String arn,
      Map<String, String> tags,
      long timeout,
      KinesisVideoCredentialsProvider credentials) {}

  @Override
  public String getDataEndpoint(
      String name, String api, long timeout, KinesisVideoCredentialsProvider credentials) {
    calls.incrementAndGet();
    return dataEndpoint;
  }

  @Override
  public void putMedia(
      String name,
      String container,
      long start,
      boolean absoluteTimes,
      boolean acknowledge,
      String endpoint,
      long timeout,
      KinesisVideoCredentialsProvider credentials,
      InputStream media,
      Consumer<InputStream> acknowledgements,
      Consumer<Exception> completion)
      throws KinesisVideoException {
    vendor.putMedia(
        name,
        container,
        start,
        absoluteTimes,
        acknowledge,
        endpoint,
        timeout,
        credentials,
        media,
        acknowledgements,
        completion);
  }

  private static String arn(String name) {
    return "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/" + name + "/1234567890123";
  }
}
