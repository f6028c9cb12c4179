package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.ReportedStream;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.StreamArn;
import java.util.Optional;

/** IAM-11: the reported ARN has the right shape, partition, Region and name. */
final class StreamArnSane implements Rule<ReportedStream> {

  @Override
  public Control control() {
    return Control.IAM_11;
  }

  @Override
  public Decision evaluate(ReportedStream facts, SecurityPolicy policy) {
    String expected =
        "arn:"
            + facts.region().partition().id()
            + ":kinesisvideo:"
            + facts.region()
            + ":ACCOUNT:stream/"
            + facts.spec().name()
            + "/CREATION";
    Optional<StreamArn> arn = StreamArn.parse(facts.description().arn());
    boolean sane =
        arn.isPresent()
            && arn.get().partition().equals(facts.region().partition().id())
            && arn.get().region().equals(facts.region().id())
            && arn.get().name().equals(facts.spec().name());
    return sane
        ? satisfied(arn.get().value())
        : violatedAt("stream " + facts.spec().name())
            .found(arn.map(StreamArn::value).orElse("a reported ARN of another shape"))
            .required(expected)
            .remedy(
                "find out who answers for KVS here: a proxy or stand-in reports another stream; build"
                    + " the producer with the stream's own AwsRegion");
  }
}
