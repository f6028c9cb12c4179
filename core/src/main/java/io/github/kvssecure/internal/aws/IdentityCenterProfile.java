package io.github.kvssecure.internal.aws;

import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * A profile of IAM Identity Center. Immutable.
 *
 * @param name of the profile
 * @param session name of the {@code sso-session} section it refers to; empty in the older form,
 *     whose sign-in cannot be renewed
 * @param startUrl where somebody signs in
 * @param region where Identity Center is, which need not be the producer's
 * @param account of the role, twelve digits
 * @param role the permission set
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html">IAM
 *     Identity Center credential provider</a>
 */
record IdentityCenterProfile(
    String name,
    Optional<String> session,
    String startUrl,
    AwsRegion region,
    String account,
    String role) {

  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final String SESSION = "sso_session";
  private static final String START_URL = "sso_start_url";

  /** Whether a profile is one. */
  static boolean describes(Profile profile) {
    return profile.property(SESSION).isPresent() || profile.property(START_URL).isPresent();
  }

  /**
   * Reads a profile that is one.
   *
   * @param file has the sessions
   * @param profile which
   * @return what it says
   * @throws IngestConfigurationException if something is missing, or said twice and differently
   */
  static IdentityCenterProfile read(ProfileFile file, Profile profile) {
    Optional<String> session = profile.property(SESSION);
    Profile place =
        session
            .map(
                name ->
                    file.getSection("sso-session", name)
                        .orElseThrow(
                            () -> wrong(profile, "refers to no section sso-session", name)))
            .orElse(profile);
    return new IdentityCenterProfile(
        profile.name(),
        session,
        one(profile, place, START_URL),
        region(profile, one(profile, place, "sso_region")),
        account(profile, one(profile, profile, "sso_account_id")),
        one(profile, profile, "sso_role_name"));
  }

  private static String one(Profile profile, Profile place, String property) {
    String value = place.property(property).orElseThrow(() -> wrong(profile, "has no", property));
    if (profile.property(property).filter(own -> !own.equals(value)).isPresent()) {
      throw wrong(profile, "and its sso-session differ in", property);
    }
    return value;
  }

  private static String account(Profile profile, String text) {
    if (!ACCOUNT.matcher(text).matches()) {
      throw wrong(profile, "names no account of twelve digits in", "sso_account_id");
    }
    return text;
  }

  private static AwsRegion region(Profile profile, String text) {
    try {
      return AwsRegion.of(text);
    } catch (IllegalArgumentException e) {
      throw wrong(profile, "names no Region in", "sso_region");
    }
  }

  private static IngestConfigurationException wrong(Profile profile, String how, String what) {
    return new IngestConfigurationException(
        "profile '"
            + profile.name()
            + "' of IAM Identity Center "
            + how
            + " "
            + what
            + "; write it anew with aws configure sso --profile "
            + profile.name());
  }

  /** What the file of the sign-in is called after. */
  String cacheName() {
    return session.orElse(startUrl);
  }

  /** What the portal is asked for, for messages. */
  String permissionSet() {
    return "permission set " + role + " of account " + account;
  }
}
