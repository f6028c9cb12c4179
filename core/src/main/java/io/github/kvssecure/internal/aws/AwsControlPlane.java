package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.ControlPlane;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.RetentionChange;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamStatus;
import io.github.kvssecure.stream.StreamVersion;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.APIName;
import software.amazon.awssdk.services.kinesisvideo.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesisvideo.model.DeleteStreamRequest;
import software.amazon.awssdk.services.kinesisvideo.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesisvideo.model.GetDataEndpointRequest;
import software.amazon.awssdk.services.kinesisvideo.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesisvideo.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesisvideo.model.StreamInfo;
import software.amazon.awssdk.services.kinesisvideo.model.UpdateDataRetentionOperation;
import software.amazon.awssdk.services.kinesisvideo.model.UpdateDataRetentionRequest;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * The control plane of AWS as one principal sees it. Thread-safe. A call takes at most ten seconds,
 * retries included; an interrupt ends it within five.
 */
public final class AwsControlPlane implements ControlPlane {

  private final AwsRegion region;
  private final SecondSigner principal;
  private final KinesisVideoClient kinesisVideo;
  private final Supplier<StsClient> stsOnDemand;
  private final Object stsLock = new Object();
  private @Nullable StsClient sts;

  /**
   * The control plane for one principal.
   *
   * @param clients makes the clients
   * @param principal signs every call; stays the caller's to close
   */
  public AwsControlPlane(AwsClients clients, SessionCredentialsProvider principal) {
    this(
        clients.endpoints().region(),
        new SecondSigner(principal),
        clients.kinesisVideo(principal),
        () -> clients.sts(principal));
  }

  AwsControlPlane(
      AwsRegion region,
      SecondSigner principal,
      KinesisVideoClient kinesisVideo,
      Supplier<StsClient> stsOnDemand) {
    this.region = region;
    this.principal = principal;
    this.kinesisVideo = kinesisVideo;
    this.stsOnDemand = stsOnDemand;
  }

  @Override
  public Optional<StreamDescription> describe(StreamName name) {
    AwsCall call = AwsCall.onStream("DescribeStream", region, name);
    DescribeStreamRequest request =
        DescribeStreamRequest.builder().streamName(name.value()).build();
    try {
      return Optional.of(
          described(call, principal.call(() -> kinesisVideo.describeStream(request)).streamInfo()));
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    } catch (SdkException | UncheckedIOException e) {
      throw FailureTranslation.of(call, e);
    }
  }

  private static StreamDescription described(AwsCall call, @Nullable StreamInfo stream) {
    if (stream == null || stream.streamARN() == null) {
      throw FailureTranslation.malformed(call, "no stream ARN");
    }
    StreamDescription.Builder description =
        StreamDescription.builder(stream.streamARN(), status(stream))
            .retention(retention(call, stream.dataRetentionInHours()));
    if (isGiven(stream.kmsKeyId())) {
      description.kmsKeyId(stream.kmsKeyId());
    }
    if (isGiven(stream.mediaType())) {
      description.mediaType(stream.mediaType());
    }
    Optional.ofNullable(stream.version())
        .flatMap(StreamVersion::parse)
        .ifPresent(description::version);
    return description.build();
  }

  private static boolean isGiven(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  private static StreamStatus status(StreamInfo stream) {
    if (stream.status() == null) {
      return StreamStatus.UNKNOWN;
    }
    return switch (stream.status()) {
      case CREATING -> StreamStatus.CREATING;
      case ACTIVE -> StreamStatus.ACTIVE;
      case UPDATING -> StreamStatus.UPDATING;
      case DELETING -> StreamStatus.DELETING;
      default -> StreamStatus.UNKNOWN;
    };
  }

  private static Retention retention(AwsCall call, @Nullable Integer hours) {
    if (hours == null) {
      return Retention.NONE;
    }
    if (hours < 0 || hours > Retention.MAX_HOURS) {
      throw FailureTranslation.malformed(call, "a retention of " + hours + " hours");
    }
    return Retention.ofHours(hours);
  }

  @Override
  public Optional<StreamArn> create(StreamSpec spec) {
    AwsCall call = AwsCall.onStream("CreateStream", region, spec.name());
    CreateStreamRequest request =
        CreateStreamRequest.builder()
            .streamName(spec.name().value())
            .mediaType(spec.mediaType().value())
            .kmsKeyId(spec.kmsKey().map(KmsKeyId::value).orElse(null))
            .dataRetentionInHours(spec.retention().map(Retention::hours).orElse(null))
            .tags(spec.tags().isEmpty() ? null : spec.tags().asMap())
            .build();
    try {
      return Optional.of(
          arn(call, principal.call(() -> kinesisVideo.createStream(request)).streamARN()));
    } catch (ResourceInUseException e) {
      return Optional.empty();
    } catch (SdkException | UncheckedIOException e) {
      throw FailureTranslation.of(call, e);
    }
  }

  private static StreamArn arn(AwsCall call, @Nullable String text) {
    return Optional.ofNullable(text)
        .flatMap(StreamArn::parse)
        .orElseThrow(() -> FailureTranslation.malformed(call, "no stream ARN"));
  }

  @Override
  public void changeRetention(StreamArn stream, StreamVersion seen, RetentionChange change) {
    AwsCall call = new AwsCall("kinesisvideo:UpdateDataRetention", stream.value());
    UpdateDataRetentionRequest request =
        UpdateDataRetentionRequest.builder()
            .streamARN(stream.value())
            .currentVersion(seen.value())
            .operation(
                change.isDecrease()
                    ? UpdateDataRetentionOperation.DECREASE_DATA_RETENTION
                    : UpdateDataRetentionOperation.INCREASE_DATA_RETENTION)
            .dataRetentionChangeInHours(Math.abs(change.hours()))
            .build();
    try {
      principal.call(() -> kinesisVideo.updateDataRetention(request));
    } catch (SdkException | UncheckedIOException e) {
      throw FailureTranslation.of(call, e);
    }
  }

  @Override
  public void delete(StreamArn stream, StreamVersion seen) {
    AwsCall call = new AwsCall("kinesisvideo:DeleteStream", stream.value());
    DeleteStreamRequest request =
        DeleteStreamRequest.builder()
            .streamARN(stream.value())
            .currentVersion(seen.value())
            .build();
    try {
      principal.call(() -> kinesisVideo.deleteStream(request));
    } catch (SdkException | UncheckedIOException e) {
      throw FailureTranslation.of(call, e);
    }
  }

  @Override
  public URI dataEndpoint(StreamArn stream) {
    AwsCall call = new AwsCall("kinesisvideo:GetDataEndpoint", stream.value());
    GetDataEndpointRequest request =
        GetDataEndpointRequest.builder()
            .apiName(APIName.PUT_MEDIA)
            .streamARN(stream.value())
            .build();
    try {
      String endpoint = principal.call(() -> kinesisVideo.getDataEndpoint(request)).dataEndpoint();
      if (!isGiven(endpoint)) {
        throw FailureTranslation.malformed(call, "no endpoint");
      }
      return new URI(endpoint);
    } catch (URISyntaxException e) {
      throw FailureTranslation.malformed(call, "an endpoint that is no URI");
    } catch (SdkException | UncheckedIOException e) {
      throw FailureTranslation.of(call, e);
    }
  }

  @Override
  public CallerIdentity callerIdentity(SessionCredentials signer) {
    AwsCall call = new AwsCall("sts:GetCallerIdentity", "*");
    try {
      GetCallerIdentityResponse caller =
          sts()
              .getCallerIdentity(
                  GetCallerIdentityRequest.builder()
                      .overrideConfiguration(
                          asked -> asked.credentialsProvider(() -> AwsClients.signer(signer)))
                      .build());
      if (caller.account() == null || caller.arn() == null) {
        throw FailureTranslation.malformed(call, "no account or no ARN");
      }
      return new CallerIdentity(caller.account(), caller.arn());
    } catch (SdkException | UncheckedIOException e) {
      throw FailureTranslation.of(call, e);
    }
  }

  private StsClient sts() {
    synchronized (stsLock) {
      if (sts == null) {
        sts = stsOnDemand.get();
      }
      return sts;
    }
  }

  @Override
  public void close() {
    kinesisVideo.close();
    synchronized (stsLock) {
      if (sts != null) {
        sts.close();
      }
    }
  }
}
