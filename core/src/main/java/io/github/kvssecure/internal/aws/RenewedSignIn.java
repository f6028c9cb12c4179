package io.github.kvssecure.internal.aws;

import java.io.UncheckedIOException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcTokenProvider;

/**
 * A sign-in with an {@code sso-session}, which the SDK reads, renews and writes back as the AWS CLI
 * does. Thread-safe.
 */
final class RenewedSignIn implements SignIn {

  private static final AwsCall RENEWAL = new AwsCall("sso-oauth:CreateToken", "the sign-in");

  private final IdentityCenterProfile profile;
  private final SsoOidcClient client;
  private final SsoOidcTokenProvider tokens;

  /**
   * The sign-in of a profile.
   *
   * @param profile which; has a session
   * @param client renews it; closed with this
   */
  RenewedSignIn(IdentityCenterProfile profile, SsoOidcClient client) {
    this.profile = profile;
    this.client = client;
    this.tokens =
        SsoOidcTokenProvider.builder()
            .sessionName(profile.session().orElseThrow())
            .ssoOidcClient(client)
            .build();
  }

  @Override
  public String token() {
    try {
      return tokens.resolveToken().token();
    } catch (SdkException | UncheckedIOException e) {
      if (isAboutTheFile(e)) {
        throw SignIn.missing(profile, "the SDK found no sign-in that is or can be made valid");
      }
      throw FailureTranslation.of(RENEWAL, e);
    }
  }

  /** What the SDK says for itself, and not because of a call that failed. */
  private static boolean isAboutTheFile(RuntimeException failure) {
    return failure instanceof UncheckedIOException
        || (failure.getClass() == SdkClientException.class && failure.getCause() == null);
  }

  @Override
  public void close() {
    tokens.close();
    client.close();
  }
}
