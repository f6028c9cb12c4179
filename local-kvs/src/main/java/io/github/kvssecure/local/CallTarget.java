package io.github.kvssecure.local;

import io.github.kvssecure.local.http.HttpRequest;
import io.github.kvssecure.local.sts.QueryForm;
import java.util.Locale;

/**
 * Which operation of which service a request asks for; all three share one port.
 *
 * @param service service name as in the signature's scope
 * @param operation as IAM names it
 */
record CallTarget(String service, String operation) {
  static final String STREAMS = "kinesisvideo";
  static final String KMS = "kms";
  static final String STS = "sts";

  private static final String KMS_PREFIX = "TrentService.";

  static CallTarget of(HttpRequest request) {
    String target = request.headers().single("X-Amz-Target").orElse("");
    boolean root = request.path().equals("/");
    if (root && request.method().equals("POST") && target.startsWith(KMS_PREFIX)) {
      return new CallTarget(KMS, target.substring(KMS_PREFIX.length()));
    }
    if (root) {
      return new CallTarget(STS, "");
    }
    String name = request.path().substring(1);
    boolean post = request.method().equals("POST") && request.query().isEmpty() && !name.isEmpty();
    String operation =
        post ? name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) : "Unknown";
    return new CallTarget(STREAMS, operation);
  }

  /** The query protocol names the operation in the body. */
  CallTarget withBody(byte[] body) {
    return service.equals(STS) ? new CallTarget(STS, QueryForm.parse(body).action()) : this;
  }

  boolean isUpload() {
    return service.equals(STREAMS) && operation.equals("PutMedia");
  }
}
