package io.github.kvssecure.internal.aws;

import java.io.UncheckedIOException;
import java.time.DateTimeException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcTokenProvider;

/**
 * A sign-in with an {@code sso-session}, which the SDK reads, renews and writes back to the file of
 * {@code aws sso login}, whose mode stays what it is. Thread-safe.
 */
final class RenewedSignIn implements SignIn {

  private static final AwsCall RENEWAL = new AwsCall("sso-oauth:CreateToken", "the sign-in");

  /** How the SDK begins where a call of it got no answer. */
  private static final String CALL_FAILED = "Unable to execute HTTP request";

  private final IdentityCenterProfile profile;
  private final SsoOidcClient client;
  private SsoOidcTokenProvider tokens;

  /**
   * The sign-in of a profile.
   *
   * @param profile which; has a session
   * @param client renews it; closed with this
   */
  RenewedSignIn(IdentityCenterProfile profile, SsoOidcClient client) {
    this.profile = profile;
    this.client = client;
    this.tokens = ofTheFile();
  }

  private SsoOidcTokenProvider ofTheFile() {
    return SsoOidcTokenProvider.builder()
        .sessionName(profile.session().orElseThrow())
        .ssoOidcClient(client)
        .build();
  }

  @Override
  public String token() {
    try {
      return tokens().resolveToken().token();
    } catch (DateTimeException | NullPointerException | IllegalArgumentException e) {
      // So the SDK says that something is missing in the file, or is in another form.
      throw SignIn.missing(profile, "the SDK cannot read or renew what is in its file");
    } catch (SdkException | UncheckedIOException e) {
      if (isAboutTheFile(e)) {
        throw SignIn.missing(
            profile, "the SDK found no sign-in that is valid, and none that it could renew");
      }
      throw FailureTranslation.of(RENEWAL, e);
    }
  }

  private synchronized SsoOidcTokenProvider tokens() {
    return tokens;
  }

  /** What the SDK says for itself, and not because of a call that failed. */
  private static boolean isAboutTheFile(RuntimeException failure) {
    return failure instanceof UncheckedIOException
        || (failure.getClass() == SdkClientException.class
            && !String.valueOf(failure.getMessage()).startsWith(CALL_FAILED));
  }

  /** The SDK keeps a token in memory for up to an hour, whatever the file says meanwhile. */
  @Override
  public synchronized void refused() {
    tokens.close();
    tokens = ofTheFile();
  }

  @Override
  public synchronized void close() {
    tokens.close();
    client.close();
  }
}
