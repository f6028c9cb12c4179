package io.github.kvssecure.local.iam;

import io.github.kvssecure.local.http.ServiceException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Who exists in the account, and which credentials were issued. Thread-safe. */
public final class IdentityStore {
  private static final String ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String ASSUME_ROLE = "sts:AssumeRole";
  private static final int ID_LENGTH = 16;
  private static final int SECRET_BYTES = 30;

  /**
   * Real tokens are several hundred characters long and have no fixed size; a short one would hide
   * truncation in clients.
   */
  private static final int TOKEN_BYTES = 600;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Role> roles = new ConcurrentHashMap<>();
  private final Map<String, Credential> credentials = new ConcurrentHashMap<>();
  private final Map<String, String> webIdentities = new ConcurrentHashMap<>();
  private final String account;
  private final Clock clock;

  /**
   * Makes an empty account.
   *
   * @param account twelve digits
   * @param clock decides on expiry
   */
  public IdentityStore(String account, Clock clock) {
    this.account = account;
    this.clock = clock;
  }

  /** Adds or replaces a role; sessions already issued keep the policy they were issued with. */
  public Role putRole(
      String name,
      PolicyDocument permissions,
      Optional<PolicyDocument> trust,
      Duration maxSession) {
    Role role = new Role(name, "AROA" + id(), permissions, trust, maxSession);
    roles.put(name, role);
    return role;
  }

  /** Returns the account: twelve digits. */
  public String account() {
    return account;
  }

  /** Finds a role by its name. */
  public Optional<Role> role(String name) {
    return Optional.ofNullable(roles.get(name));
  }

  /** Returns the ARN of a role. */
  public String roleArn(String name) {
    return "arn:aws:iam::" + account + ":role/" + name;
  }

  /** Issues long-term keys for a user. */
  public Credential issueUser(String name, PolicyDocument permissions) {
    String key = "AKIA" + id();
    String arn = "arn:aws:iam::" + account + ":user/" + name;
    Caller caller = new Caller(arn, "AIDA" + id(), key, false, Map.of(), List.of(permissions));
    return keep(
        new Credential(key, secret(SECRET_BYTES), Optional.empty(), Optional.empty(), caller));
  }

  /**
   * Issues a session of a role.
   *
   * @param role the role
   * @param session its name, also the end of the caller's ARN
   * @param sessionPolicy further limit, empty for none
   * @param duration life from now
   * @param chained whether it was made by AssumeRole
   */
  public Credential issueSession(
      Role role,
      String session,
      Optional<PolicyDocument> sessionPolicy,
      Duration duration,
      boolean chained) {
    List<PolicyDocument> policies =
        sessionPolicy.map(p -> List.of(role.permissions(), p)).orElse(List.of(role.permissions()));
    return issue(role, session, chained, Map.of(), policies, duration);
  }

  /**
   * Issues a session of a role to a device.
   *
   * @param variables policy variables of the device
   */
  public Credential issueDeviceSession(
      Role role, String session, Map<String, String> variables, Duration duration) {
    return issue(role, session, false, variables, List.of(role.permissions()), duration);
  }

  /**
   * Issues a session of somebody who is no role: a user, the root, a federated user.
   *
   * @param arn as GetCallerIdentity reports it
   */
  public Credential issueSession(String arn, PolicyDocument permissions, Duration duration) {
    String key = "ASIA" + id();
    Caller caller = new Caller(arn, "AIDA" + id(), key, false, Map.of(), List.of(permissions));
    return keep(temporary(key, caller, duration));
  }

  private Credential issue(
      Role role,
      String session,
      boolean chained,
      Map<String, String> variables,
      List<PolicyDocument> policies,
      Duration duration) {
    String key = "ASIA" + id();
    String arn = "arn:aws:sts::" + account + ":assumed-role/" + role.name() + "/" + session;
    Caller caller = new Caller(arn, role.id() + ":" + session, key, chained, variables, policies);
    return keep(temporary(key, caller, duration));
  }

  private Credential temporary(String key, Caller caller, Duration duration) {
    // Whole seconds, as the real service answers: a finer expiry would not survive the XML.
    Instant end = clock.instant().plus(duration).truncatedTo(ChronoUnit.SECONDS);
    return new Credential(
        key, secret(SECRET_BYTES), Optional.of(secret(TOKEN_BYTES)), Optional.of(end), caller);
  }

  /** Has a web identity token stand for whoever may assume a role. */
  public void putWebIdentity(String token, String roleName) {
    webIdentities.put(token, roleName);
  }

  /** Tells whether a web identity token may assume a role. */
  public boolean mayAssume(String token, String roleName) {
    return roleName.equals(webIdentities.get(token));
  }

  /** Finds what a key id stands for, expired or not. */
  public Optional<Credential> credential(String accessKeyId) {
    return Optional.ofNullable(credentials.get(accessKeyId));
  }

  /** Lists every secret that is known: signing secrets and session tokens. */
  public List<String> secrets() {
    return credentials.values().stream()
        .flatMap(
            credential ->
                Stream.concat(
                    Stream.of(credential.secretAccessKey()), credential.sessionToken().stream()))
        .toList();
  }

  /** Forgets a key, so that it is unknown from now on. */
  public void revoke(String accessKeyId) {
    credentials.remove(accessKeyId);
  }

  /**
   * Refuses unless the caller may assume the role: its trust policy names the caller, or names the
   * account and the caller's own policies allow {@code sts:AssumeRole}.
   *
   * @param context of the request, keys in lower case
   * @throws ServiceException {@code AccessDenied}, status 403
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principal
   *     element</a>
   */
  public void requireTrust(Role role, Caller caller, Map<String, String> context)
      throws ServiceException {
    if (caller.arn().endsWith(":root")) {
      throw new ServiceException(403, "AccessDenied", "Roles may not be assumed by root accounts.");
    }
    String arn = roleArn(role.name());
    Optional<PolicyDocument> trust = role.trust();
    boolean byName =
        trust.filter(t -> t.trustsByName(caller, context)).isPresent()
            && caller.mayByResourcePolicy(ASSUME_ROLE, arn, context);
    boolean byAccount =
        trust.map(t -> t.trustsAccountOf(caller, context)).orElse(true)
            && caller.may(ASSUME_ROLE, arn, context);
    if (trust.filter(t -> t.distrusts(caller, context)).isPresent() || !(byName || byAccount)) {
      throw new ServiceException(
          403,
          "AccessDenied",
          "User: "
              + caller.arn()
              + " is not authorized to perform: "
              + ASSUME_ROLE
              + " on resource: "
              + arn);
    }
  }

  private Credential keep(Credential credential) {
    credentials.put(credential.accessKeyId(), credential);
    return credential;
  }

  private String id() {
    StringBuilder id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
    }
    return id.toString();
  }

  private String secret(int bytes) {
    byte[] secret = new byte[bytes];
    random.nextBytes(secret);
    return Base64.getEncoder().encodeToString(secret);
  }
}
