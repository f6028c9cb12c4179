package io.github.kvssecure.internal.aws;

import io.github.kvssecure.internal.renewal.SessionIssuer;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;

/**
 * Issuers for profiles of IAM Identity Center. Thread-safe. The only class that makes the SDK's
 * clients for it, which are not on every class path.
 */
final class IdentityCenter {

  private static final String PORTAL = "software.amazon.awssdk.services.sso.SsoClient";
  private static final String SIGN_IN = "software.amazon.awssdk.services.ssooidc.SsoOidcClient";

  private final AwsClients clients;
  private final Surroundings surroundings;
  private final Clock clock;

  /**
   * Issuers.
   *
   * @param clients makes the SDK's clients
   * @param surroundings has profiles and the user's directory
   * @param clock tells whether a sign-in is over
   */
  IdentityCenter(AwsClients clients, Surroundings surroundings, Clock clock) {
    // Nobody's permissions are used: what counts as a call of the producer is something else.
    this.clients = clients.recordingInto(unused -> {});
    this.surroundings = surroundings;
    this.clock = clock;
  }

  /**
   * The issuer of a profile.
   *
   * @param name of the profile
   * @return empty if it is none of IAM Identity Center
   * @throws IngestConfigurationException if it is and cannot be used: incomplete, of another
   *     partition, or without the SDK's modules
   */
  Optional<SessionIssuer> issuer(String name) {
    ProfileFile file = surroundings.profileFile();
    return file.profile(name)
        .filter(IdentityCenterProfile::describes)
        .map(profile -> issuer(file, profile));
  }

  private SessionIssuer issuer(ProfileFile file, Profile found) {
    IdentityCenterProfile profile = IdentityCenterProfile.read(file, found);
    if (profile.region().partition() != clients.region().partition()) {
      throw new IngestConfigurationException(
          "profile '"
              + profile.name()
              + "' is of IAM Identity Center in "
              + profile.region()
              + ", another partition than "
              + clients.region()
              + ": its credentials are unknown there");
    }
    requireOnClassPath(profile, PORTAL);
    // A stand-in is shown no more than it must be, and has no say in what is written to the file.
    if (profile.session().isEmpty() || clients.endpoints().isStandIn()) {
      return new IdentityCenterIssuer(
          profile, new StoredSignIn(profile, home(), clock), portal(profile));
    }
    requireOnClassPath(profile, SIGN_IN);
    return new IdentityCenterIssuer(
        profile, new RenewedSignIn(profile, oidc(profile)), portal(profile));
  }

  private void requireOnClassPath(IdentityCenterProfile profile, String client) {
    if (!surroundings.classes().apply(client)) {
      throw new IngestConfigurationException(
          "profile '"
              + profile.name()
              + "' is of IAM Identity Center; add software.amazon.awssdk:sso and"
              + " software.amazon.awssdk:ssooidc to the class path, in the version of the other"
              + " modules");
    }
  }

  private SsoClient portal(IdentityCenterProfile profile) {
    return clients
        .unsigned(
            SsoClient.builder(), clients.endpoints().portal(profile.region()), profile.region())
        .build();
  }

  private SsoOidcClient oidc(IdentityCenterProfile profile) {
    return clients
        .unsigned(
            SsoOidcClient.builder(), clients.endpoints().signIn(profile.region()), profile.region())
        .build();
  }

  /** Of the user who ran {@code aws sso login}. */
  private Path home() {
    return Path.of(
        surroundings
            .variable("HOME")
            .or(() -> surroundings.property("user.home"))
            .orElseThrow(
                () ->
                    new IngestConfigurationException(
                        "neither HOME nor user.home says where aws sso login keeps its token")));
  }
}
