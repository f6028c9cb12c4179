package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.model.RoleCredentials;
import software.amazon.awssdk.services.sso.model.SsoException;
import software.amazon.awssdk.services.sso.model.UnauthorizedException;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.model.CreateTokenResponse;
import software.amazon.awssdk.services.ssooidc.model.InvalidGrantException;
import software.amazon.awssdk.services.sts.StsClient;

/** The portal of IAM Identity Center, called by the SDK's own clients. */
final class SignInsTest {
  private final AdjustableClock clock = new AdjustableClock();
  private final LocalKvs kvs = LocalKvs.builder().clock(clock).start();
  private final SdkClients clients = new SdkClients(kvs);
  private final SsoClient portal = clients.portal();
  private final SsoOidcClient oidc = clients.oidc();

  @BeforeEach
  void assign() {
    kvs.signIns().permissionSet("Cameras", LocalIdentities.CAMERA);
  }

  @AfterEach
  void stop() {
    portal.close();
    oidc.close();
    kvs.close();
  }

  private RoleCredentials credentials(String token) {
    return credentials(token, "Cameras", kvs.account());
  }

  private RoleCredentials credentials(String token, String permissionSet, String account) {
    return portal
        .getRoleCredentials(r -> r.accessToken(token).roleName(permissionSet).accountId(account))
        .roleCredentials();
  }

  private CreateTokenResponse renewed(String renewalToken) {
    return oidc.createToken(
        r ->
            r.clientId("client")
                .clientSecret("made-up")
                .grantType("refresh_token")
                .refreshToken(renewalToken));
  }

  @Test
  void whoIsSignedInGetsASessionOfTheRole() {
    RoleCredentials given = credentials(kvs.signIns().signIn("jane", Duration.ofHours(1)));

    assertThat(Instant.ofEpochMilli(given.expiration()))
        .isBetween(
            clock.instant().plus(Duration.ofMinutes(59)),
            clock.instant().plus(Duration.ofHours(1)));
    try (StsClient sts =
        clients.sts(
            SdkClients.session(
                new SessionKeys(
                    given.accessKeyId(),
                    given.secretAccessKey(),
                    given.sessionToken(),
                    clock.instant())))) {
      assertThat(sts.getCallerIdentity().arn()).endsWith(":assumed-role/camera/jane");
    }
    assertThat(kvs.calls().get(0).service()).isEqualTo("portal.sso");
  }

  @Test
  void whoIsNotSignedInGetsNothing() {
    String token = kvs.signIns().signIn("jane", Duration.ofHours(1));
    String over = kvs.signIns().signIn("jane", Duration.ofSeconds(-1));

    assertThatExceptionOfType(UnauthorizedException.class).isThrownBy(() -> credentials(over));
    assertThatExceptionOfType(UnauthorizedException.class).isThrownBy(() -> credentials("unknown"));
    clock.shift(Duration.ofHours(1));
    assertThatExceptionOfType(UnauthorizedException.class).isThrownBy(() -> credentials(token));
  }

  @Test
  void permissionSetThatIsNotAssignedIsRefused() {
    String token = kvs.signIns().signIn("jane", Duration.ofHours(1));

    assertThatExceptionOfType(SsoException.class)
        .isThrownBy(() -> credentials(token, "Others", kvs.account()))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
    assertThatExceptionOfType(SsoException.class)
        .isThrownBy(() -> credentials(token, "Cameras", "999999999999"))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
  }

  @Test
  void signInIsRenewedOnceWithEachToken() {
    String renewal = kvs.signIns().renewal("jane");

    CreateTokenResponse first = renewed(renewal);

    assertThat(first.expiresIn()).isEqualTo(3600);
    assertThat(credentials(first.accessToken()).accessKeyId()).startsWith("ASIA");
    assertThat(renewed(first.refreshToken()).accessToken()).isNotEqualTo(first.accessToken());
    assertThatExceptionOfType(InvalidGrantException.class).isThrownBy(() -> renewed(renewal));
  }
}
