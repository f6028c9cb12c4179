package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.RequestToSend;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.UploadRequest;

/**
 * WIRE-02: what goes into headers from outside is printable ASCII, so that no value can end a
 * header and begin another (RFC 9110, section 5.5). The stream is named once, by its ARN, which
 * checks itself.
 */
final class RequestHeaders implements Rule<RequestToSend> {

  @Override
  public Control control() {
    return Control.WIRE_02;
  }

  @Override
  public Decision evaluate(RequestToSend facts, SecurityPolicy policy) {
    UploadRequest request = facts.request();
    if (!isPrintable(request.credentials().accessKeyId())) {
      return violation(request, "access key id");
    }
    if (!request.credentials().sessionToken().map(RequestHeaders::isPrintable).orElse(true)) {
      return violation(request, "session token");
    }
    return satisfied("the stream is named by its ARN, all values are printable ASCII");
  }

  private Decision violation(UploadRequest request, String what) {
    return violatedAt("upload of stream " + request.stream().name())
        .found("the " + what + " is empty, or holds a character that no header may hold")
        .required("printable ASCII without spaces or line ends")
        .remedy(
            "look at what the credential source reads: a file with a line end at its end is the usual"
                + " cause");
  }

  private static boolean isPrintable(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }
}
