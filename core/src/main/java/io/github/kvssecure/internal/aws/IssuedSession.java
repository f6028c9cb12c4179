package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.identity.SessionGrant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.Credentials;

/** What STS answers to a request for a session, made fit for use. */
final class IssuedSession {

  private IssuedSession() {}

  /**
   * What came with the credentials.
   *
   * @param user the session
   * @param packedPolicySize in percent; STS says so only if it took a policy
   */
  record Particulars(@Nullable AssumedRoleUser user, @Nullable Integer packedPolicySize) {}

  /**
   * Reads an answer.
   *
   * @param call which
   * @param answer the credentials
   * @param particulars what came with them
   * @param policy the session policy that was asked for, if any
   * @return the session
   * @throws io.github.kvssecure.spi.ControlPlaneException if something is missing
   */
  static SessionCredentials read(
      AwsCall call,
      @Nullable Credentials answer,
      Particulars particulars,
      Optional<SessionPolicy> policy) {
    if (answer == null
        || answer.accessKeyId() == null
        || answer.secretAccessKey() == null
        || answer.sessionToken() == null
        || answer.sessionToken().isEmpty()
        || answer.expiration() == null) {
      throw FailureTranslation.malformed(call, "credentials without key, token or end");
    }
    SessionCredentials credentials =
        SessionCredentials.of(
            answer.accessKeyId(),
            answer.secretAccessKey(),
            Optional.of(answer.sessionToken()),
            Optional.of(answer.expiration()));
    String sessionArn =
        Optional.ofNullable(particulars.user()).map(AssumedRoleUser::arn).orElse("");
    return credentials.granted(
        new SessionGrant(
            sessionArn,
            policy.map(
                p ->
                    new SessionGrant.Scope(
                        p.resource(), Optional.ofNullable(particulars.packedPolicySize())))));
  }
}
