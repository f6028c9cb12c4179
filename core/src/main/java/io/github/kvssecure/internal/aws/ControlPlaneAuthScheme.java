package io.github.kvssecure.internal.aws;

import java.time.Clock;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.spi.scheme.AuthScheme;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/** Puts {@link ControlPlaneSigner} in the place of the SDK's signer. Thread-safe. */
final class ControlPlaneAuthScheme implements AuthScheme<AwsCredentialsIdentity> {

  private final ControlPlaneSigner signer;

  /**
   * A scheme.
   *
   * @param clock the present
   */
  ControlPlaneAuthScheme(Clock clock) {
    this.signer = new ControlPlaneSigner(clock);
  }

  @Override
  public String schemeId() {
    return AwsV4AuthScheme.SCHEME_ID;
  }

  @Override
  public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
    return providers.identityProvider(AwsCredentialsIdentity.class);
  }

  @Override
  public HttpSigner<AwsCredentialsIdentity> signer() {
    return signer;
  }
}
