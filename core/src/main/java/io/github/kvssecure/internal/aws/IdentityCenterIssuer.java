package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.renewal.SessionIssuer;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.model.GetRoleCredentialsRequest;
import software.amazon.awssdk.services.sso.model.RoleCredentials;
import software.amazon.awssdk.services.sso.model.UnauthorizedException;

/**
 * Asks the portal of IAM Identity Center for a session of a permission set. Thread-safe.
 *
 * <p>The SDK's own provider does the same and keeps the end of the session to itself (2.40.2).
 * Security: the calls go over this library's TLS and its rules.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html">GetRoleCredentials</a>
 */
final class IdentityCenterIssuer implements SessionIssuer {

  private final IdentityCenterProfile profile;
  private final SignIn signIn;
  private final SsoClient portal;

  /**
   * An issuer.
   *
   * @param profile says what to ask for
   * @param signIn says who asks; closed with this
   * @param portal is asked; closed with this
   */
  IdentityCenterIssuer(IdentityCenterProfile profile, SignIn signIn, SsoClient portal) {
    this.profile = profile;
    this.signIn = signIn;
    this.portal = portal;
  }

  @Override
  public SessionCredentials issue() {
    AwsCall call = new AwsCall("sso:GetRoleCredentials", profile.permissionSet());
    GetRoleCredentialsRequest request =
        GetRoleCredentialsRequest.builder()
            .accessToken(signIn.token())
            .accountId(profile.account())
            .roleName(profile.role())
            .build();
    try {
      return read(call, portal.getRoleCredentials(request).roleCredentials());
    } catch (UnauthorizedException e) {
      signIn.refused();
      throw SignIn.missing(profile, "the portal knows no such sign-in, or no longer");
    } catch (SdkException | UncheckedIOException e) {
      throw FailureTranslation.of(call, e);
    }
  }

  private static SessionCredentials read(AwsCall call, @Nullable RoleCredentials given) {
    if (given == null
        || isMissing(given.accessKeyId())
        || isMissing(given.secretAccessKey())
        || isMissing(given.sessionToken())
        || given.expiration() == null) {
      throw FailureTranslation.malformed(call, "credentials without key, token or end");
    }
    return SessionCredentials.of(
        given.accessKeyId(),
        given.secretAccessKey(),
        Optional.of(given.sessionToken()),
        Optional.of(Instant.ofEpochMilli(given.expiration())));
  }

  private static boolean isMissing(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  @Override
  public void close() {
    signIn.close();
    portal.close();
  }
}
