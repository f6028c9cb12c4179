package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.renewal.SessionIssuer;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

/** Assumes a role. Thread-safe. */
final class AssumeRoleIssuer implements SessionIssuer {

  private final CredentialSource.AssumedRole source;
  private final Optional<SessionPolicy> policy;
  private final SecondSigner base;
  private final StsClient sts;

  /**
   * An issuer.
   *
   * @param source which role
   * @param policy narrows the session; empty to leave it as wide as the role
   * @param base gives the credentials that sign, judged; not closed with this
   * @param sts makes the call; not closed with this
   */
  AssumeRoleIssuer(
      CredentialSource.AssumedRole source,
      Optional<SessionPolicy> policy,
      SessionCredentialsProvider base,
      StsClient sts) {
    this.source = source;
    this.policy = policy;
    this.base = new SecondSigner(base);
    this.sts = sts;
  }

  @Override
  public SessionCredentials issue() {
    AwsCall call = new AwsCall("sts:AssumeRole", source.role().value());
    try {
      AssumeRoleResponse answer = base.call(signer -> sts.assumeRole(signedBy(signer)));
      return IssuedSession.read(
          call,
          answer.credentials(),
          new IssuedSession.Particulars(answer.assumedRoleUser(), answer.packedPolicySize()),
          policy);
    } catch (SdkException | UncheckedIOException e) {
      throw FailureTranslation.of(call, e);
    }
  }

  private AssumeRoleRequest signedBy(SessionCredentials signer) {
    return AssumeRoleRequest.builder()
        .roleArn(source.role().value())
        .roleSessionName(source.session().name())
        .durationSeconds(Math.toIntExact(source.session().duration().toSeconds()))
        .sourceIdentity(source.session().sourceIdentity().orElse(null))
        .externalId(source.session().externalId().orElse(null))
        .policy(policy.map(SessionPolicy::document).orElse(null))
        .overrideConfiguration(asked -> asked.credentialsProvider(() -> AwsClients.signer(signer)))
        .build();
  }

  @Override
  public void close() {}
}
