package io.github.kvssecure.internal.aws;

import java.util.Locale;
import java.util.function.Consumer;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Tells of every request that a client sends, retries included, as IAM names it. Thread-safe. */
final class CallRecorder implements ExecutionInterceptor {

  private final Consumer<String> recorder;

  /**
   * A recorder.
   *
   * @param recorder told of each action
   */
  CallRecorder(Consumer<String> recorder) {
    this.recorder = recorder;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
    recorder.accept(
        service.replace(" ", "").toLowerCase(Locale.ROOT)
            + ":"
            + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }
}
