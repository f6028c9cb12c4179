package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.NetworkFacts.SignedHead;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Set;
import java.util.TreeSet;

/**
 * NET-13: every header that changes what a request means is signed: host, and everything of AWS.
 */
final class HeadersSigned implements Rule<SignedHead> {

  @Override
  public Control control() {
    return Control.NET_13;
  }

  @Override
  public Decision evaluate(SignedHead facts, SecurityPolicy policy) {
    Set<String> unsigned = new TreeSet<>();
    for (String header : facts.sent()) {
      boolean matters = header.equals("host") || header.startsWith("x-amz");
      if (matters && !facts.signed().contains(header)) {
        unsigned.add(header);
      }
    }
    if (!facts.sent().contains("host") || !facts.sent().contains("x-amz-date")) {
      unsigned.add("host or x-amz-date, which are missing");
    }
    return unsigned.isEmpty()
        ? satisfied("signed: " + new TreeSet<>(facts.signed()))
        : violatedAt("upload of stream " + facts.stream())
            .found("headers outside the signature: " + unsigned)
            .required("a signature over host and every x-amz header")
            .remedy("nothing was sent; this is a defect of the library: please report it");
  }
}
