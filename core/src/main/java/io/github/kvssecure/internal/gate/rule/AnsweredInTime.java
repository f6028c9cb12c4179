package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.Answer;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.UploadResponse;

/** WIRE-05: the service answered 200 in time; otherwise sending has stopped. */
final class AnsweredInTime implements Rule<Answer> {

  @Override
  public Control control() {
    return Control.WIRE_05;
  }

  @Override
  public Decision evaluate(Answer facts, SecurityPolicy policy) {
    if (facts.response().isEmpty()) {
      return violation(facts, "no answer in time");
    }
    UploadResponse response = facts.response().get();
    return response.status() == 200
        ? satisfied("200 after " + response.elapsed().toMillis() + " ms")
        : violation(
            facts,
            "HTTP "
                + response.status()
                + response.errorType().map(type -> " " + type).orElse("")
                + response.requestId().map(id -> ", request " + id).orElse(""));
  }

  private Decision violation(Answer facts, String found) {
    return violatedAt("upload of stream " + facts.stream())
        .found(found)
        .required("HTTP 200")
        .remedy(
            "sending has stopped; for 403 look at kinesisvideo:PutMedia of the role and at the clock,"
                + " for 404 at the stream");
  }
}
