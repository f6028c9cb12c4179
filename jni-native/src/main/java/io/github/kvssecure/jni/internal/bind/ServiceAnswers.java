package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.internal.producer.KinesisVideoProducer;
import com.amazonaws.kinesisvideo.internal.producer.KinesisVideoProducerStream;
import com.amazonaws.kinesisvideo.internal.producer.ServiceCallbacks;
import com.amazonaws.kinesisvideo.producer.ProducerException;
import com.amazonaws.kinesisvideo.producer.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the native producer believes to be the service. It never reaches the network from
 * here: a stream is described from what the session verified, endpoint and token are placeholders,
 * and an upload is handed to the listener. All answers come from the results thread.
 *
 * <p>A {@link ProducerException} is how the SDK lets a callback refuse: its Java side catches it
 * and gives native code the status. Nothing else gets out of here.
 */
final class ServiceAnswers implements ServiceCallbacks {

  private static final int OK = 200;
  private static final String DEVICE_ARN = "arn:aws:kinesisvideo:local:000000000000:device/none";

  /** Never connected to: uploads are made by the upload transport, to an endpoint it verified. */
  private static final String PLACEHOLDER_ENDPOINT = "https://never-used.invalid";

  private final NativeClient client;
  private final OpaqueTokens tokens;

  ServiceAnswers(NativeClient client, OpaqueTokens tokens) {
    this.client = client;
    this.tokens = tokens;
  }

  /** Gives an answer for a stream, later and from another thread, unless it is closed by then. */
  private void answer(
      NativeMediaStream stream, long callAfter, String asked, NativeMediaStream.StreamCall answer) {
    CallbackGuard.run(
        asked, () -> client.results().deliver(callAfter, () -> stream.answer(asked, answer)));
  }

  private NativeMediaStream require(String streamName) throws ProducerException {
    NativeMediaStream stream = client.stream(streamName);
    if (stream == null) {
      throw new ProducerException("no such stream is open", NativeStatus.INVALID_OPERATION);
    }
    return stream;
  }

  @Override
  public void createDevice(
      String deviceName,
      long callAfter,
      long timeout,
      byte @Nullable [] authData,
      int authType,
      long customData) {
    CallbackGuard.run("createDevice", () -> answerClient(callAfter, customData));
  }

  private void answerClient(long callAfter, long clientHandle) {
    client
        .results()
        .deliver(
            callAfter,
            () ->
                client.call(
                    () -> "answer the native client",
                    () -> client.jni().createDeviceResult(clientHandle, DEVICE_ARN, OK)));
  }

  @Override
  public void describeStream(
      String streamName,
      long callAfter,
      long timeout,
      byte @Nullable [] authData,
      int authType,
      long streamHandle,
      @Nullable KinesisVideoProducerStream sdkStream)
      throws ProducerException {
    NativeMediaStream stream = require(streamName);
    answer(
        stream,
        callAfter,
        "give the description",
        handle ->
            client
                .jni()
                .describeStreamResult(handle, streamHandle, stream.nativeDescription(), OK));
  }

  @Override
  public void getStreamingEndpoint(
      String streamName,
      String apiName,
      long callAfter,
      long timeout,
      byte @Nullable [] authData,
      int authType,
      long streamHandle,
      @Nullable KinesisVideoProducerStream sdkStream)
      throws ProducerException {
    answer(
        require(streamName),
        callAfter,
        "give the endpoint",
        handle ->
            client
                .jni()
                .getStreamingEndpointResult(handle, streamHandle, PLACEHOLDER_ENDPOINT, OK));
  }

  @Override
  public void getStreamingToken(
      String streamName,
      long callAfter,
      long timeout,
      byte @Nullable [] authData,
      int authType,
      long streamHandle,
      @Nullable KinesisVideoProducerStream sdkStream)
      throws ProducerException {
    answer(
        require(streamName),
        callAfter,
        "give the token",
        handle ->
            client
                .jni()
                .getStreamingTokenResult(
                    handle, streamHandle, tokens.next(), tokens.expirationTicks(), OK));
  }

  @Override
  public void putStream(
      String streamName,
      String containerType,
      long streamStartTime,
      boolean absoluteFragmentTimes,
      boolean ackRequired,
      String streamingEndpoint,
      long callAfter,
      long timeout,
      byte @Nullable [] authData,
      int authType,
      @Nullable KinesisVideoProducerStream sdkStream)
      throws ProducerException {
    NativeMediaStream stream = require(streamName);
    answer(
        stream,
        callAfter,
        "begin an upload",
        handle -> {
          long upload = stream.uploads().begin(handle);
          // Any other status wedges the stream for ever. That an upload fails is told later.
          client.jni().putStreamResult(handle, upload, OK);
        });
  }

  @Override
  public void createStream(
      String deviceName,
      String streamName,
      String contentType,
      @Nullable String kmsKeyId,
      long retentionPeriod,
      long callAfter,
      long timeout,
      byte @Nullable [] authData,
      int authType,
      long customData)
      throws ProducerException {
    throw refusal(streamName, "create a stream");
  }

  @Override
  public void tagResource(
      String resourceArn,
      Tag @Nullable [] tags,
      long callAfter,
      long timeout,
      byte @Nullable [] authData,
      int authType,
      long streamHandle,
      @Nullable KinesisVideoProducerStream sdkStream)
      throws ProducerException {
    throw refusal(sdkStream == null ? "" : sdkStream.getStreamName(), "tag a stream");
  }

  @Override
  public void deviceCertToToken(
      String deviceName,
      long callAfter,
      long timeout,
      byte @Nullable [] authData,
      int authType,
      long customData)
      throws ProducerException {
    throw refusal("", "exchange a certificate");
  }

  /** Streams are made and tagged by the control plane, before native code knows of them. */
  private ProducerException refusal(String streamName, String what) {
    NativeMediaStream stream = client.stream(streamName);
    if (stream != null) {
      stream.fail(
          NativeStatus.exception(NativeStatus.INVALID_OPERATION, "let native code " + what));
    }
    return new ProducerException("native code must not " + what, NativeStatus.INVALID_OPERATION);
  }

  @Override
  public void initialize(KinesisVideoProducer producer) {}

  @Override
  public void free() {}

  @Override
  public boolean isInitialized() {
    return true;
  }

  @Override
  public void addStream(KinesisVideoProducerStream sdkStream) {}

  @Override
  public void removeStream(KinesisVideoProducerStream sdkStream) {}
}
