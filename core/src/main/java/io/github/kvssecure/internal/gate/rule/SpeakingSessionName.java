package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.CallerUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.KnownCaller;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.UnknownCaller;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * IAM-13: the session name tells who acts, so that CloudTrail does. EC2 names sessions after the
 * instance, which tells too.
 */
final class SpeakingSessionName implements Rule<CallerUse> {

  /** Names that tools give when nobody gave one, and words that fit everybody. */
  private static final Pattern GENERIC =
      Pattern.compile(
          "(aws-sdk-|aws-cli-|botocore-)?session([-_]?[0-9]*)|aws-sdk-.*|botocore-.*"
              + "|(test|default|camera|device|producer|role|user|unknown|kvs)([-_]?[0-9]{0,2})");

  @Override
  public Control control() {
    return Control.IAM_13;
  }

  @Override
  public Decision evaluate(CallerUse facts, SecurityPolicy policy) {
    if (facts.caller() instanceof UnknownCaller unknown) {
      return notEvaluated(unknown.reason());
    }
    CallerIdentity caller = ((KnownCaller) facts.caller()).identity();
    if (caller.sessionName().isEmpty()) {
      return notEvaluated("the caller is no role session, so it has no session name");
    }
    String name = caller.sessionName().get();
    return GENERIC.matcher(name.toLowerCase(Locale.ROOT)).matches()
        ? violatedAt(facts.subject())
            .found("session name '" + name + "'")
            .required("a session name that tells which device acts")
            .remedy("CredentialSource.assumeRole(role, \"front-door-camera\", base)")
        : satisfied("session name '" + name + "'");
  }
}
