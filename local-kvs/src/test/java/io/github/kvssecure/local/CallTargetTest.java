package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.local.http.Headers;
import io.github.kvssecure.local.http.HttpRequest;
import io.github.kvssecure.local.http.ServiceException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which endpoint serves which operation. */
final class CallTargetTest {

  @ParameterizedTest
  @CsvSource({
    "kinesisvideo, PutMedia, s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com",
    "kinesisvideo, PutMedia, S-0123ABCD.kinesisvideo.eu-central-1.amazonaws.com:8443",
    "kinesisvideo, DescribeStream, kinesisvideo.eu-central-1.amazonaws.com",
    "kms, DescribeKey, kms.eu-central-1.amazonaws.com",
    "sts, GetCallerIdentity, sts.eu-central-1.amazonaws.com",
    "kinesisvideo, PutMedia, localhost:8443",
    "kinesisvideo, DescribeStream, [::1]:8443"
  })
  void operationIsServedAtItsEndpoint(String service, String operation, String host) {
    assertThatCode(() -> new CallTarget(service, operation).requireEndpoint(to(host)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "kinesisvideo, PutMedia, kinesisvideo.eu-central-1.amazonaws.com, InvalidEndpointException",
    "kinesisvideo, PutMedia, kms.eu-central-1.amazonaws.com, InvalidEndpointException",
    "kinesisvideo, CreateStream, s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com, UnknownOperationException",
    "kms, DescribeKey, sts.eu-central-1.amazonaws.com, UnknownOperationException",
    "sts, AssumeRole, kinesisvideo.eu-central-1.amazonaws.com, UnknownOperationException"
  })
  void operationIsRefusedAtAnotherEndpoint(
      String service, String operation, String host, String type) {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> new CallTarget(service, operation).requireEndpoint(to(host)))
        .satisfies(e -> assertThat(e.type()).isEqualTo(type));
  }

  private static HttpRequest to(String host) {
    Headers headers = new Headers(List.of(new Headers.Field("Host", host)));
    return new HttpRequest("POST", "/", "", headers, InputStream.nullInputStream());
  }
}
