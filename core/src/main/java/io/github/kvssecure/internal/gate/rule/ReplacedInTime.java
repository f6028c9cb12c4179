package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ResilienceFacts.UploadLife;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.time.Duration;

/**
 * RES-04: an upload is replaced before the service ends it, and before the credentials end that
 * signed it.
 *
 * @see <a href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/limits.html">Quotas</a>
 */
final class ReplacedInTime implements Rule<UploadLife> {

  /** The longest life of a PutMedia connection. */
  private static final Duration LIMIT = Duration.ofMinutes(45);

  @Override
  public Control control() {
    return Control.RES_04;
  }

  @Override
  public Decision evaluate(UploadLife facts, SecurityPolicy policy) {
    if (facts.age().compareTo(LIMIT) >= 0) {
      return violatedAt("upload of stream " + facts.stream())
          .found("a connection used for " + facts.age().toMinutes() + " minutes")
          .required("less than " + LIMIT.toMinutes() + " minutes")
          .remedy(
              "make a key frame at least every 20 s, so that there is a place to change over; see"
                  + " whether the machine was suspended");
    }
    if (facts.credentialsEnd().filter(end -> !facts.ended().isBefore(end)).isPresent()) {
      return violatedAt("upload of stream " + facts.stream())
          .found("a connection used after its credentials had ended")
          .required("a connection that is replaced before")
          .remedy(
              "use a credential source that renews, for example CredentialSource.assumeRole(...);"
                  + " see whether the clock is right");
    }
    return satisfied("a connection was used for " + facts.age().toSeconds() + " s");
  }
}
