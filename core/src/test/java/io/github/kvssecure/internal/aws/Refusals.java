package io.github.kvssecure.internal.aws;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Refusals of the service as the SDK throws them. */
final class Refusals {

  static final String REQUEST_ID = "8f6a-request-1";

  private Refusals() {}

  static AwsServiceException of(String errorCode, int status, String text) {
    return of(AwsServiceException.builder(), errorCode, status, text);
  }

  static AwsServiceException of(
      AwsServiceException.Builder builder, String errorCode, int status, String text) {
    return builder
        .statusCode(status)
        .requestId(REQUEST_ID)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode(errorCode)
                .errorMessage(text)
                .serviceName("KinesisVideo")
                .build())
        .build();
  }
}
