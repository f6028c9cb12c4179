package io.github.kvssecure.local;

import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.Credential;
import io.github.kvssecure.local.iam.IdentityStore;
import io.github.kvssecure.local.iam.PolicyDocument;
import io.github.kvssecure.local.iam.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who exists in the account of a stand-in. From the start there are the roles {@code camera} (sends
 * to every stream), {@code administrator} (may do everything) and {@code viewer} (reads).
 * Thread-safe.
 */
public final class LocalIdentities {
  /**
   * Role that may send to every stream: PutMedia, GetDataEndpoint, DescribeStream and
   * kms:GenerateDataKey. Its trust policy names itself, so that its sessions can ask for narrower
   * ones, and the account.
   */
  public static final String CAMERA = "camera";

  /** Role that may do everything in Kinesis Video Streams and KMS, and assume roles. */
  public static final String ADMINISTRATOR = "administrator";

  /** Role that may list and read streams. */
  public static final String VIEWER = "viewer";

  private static final String[] ADMINISTRATION = {"kinesisvideo:*", "kms:*", "sts:AssumeRole"};
  private static final Duration MAX_SESSION = Duration.ofHours(12);

  private final IdentityStore store;

  LocalIdentities(IdentityStore store) {
    this.store = store;
    role(
        CAMERA,
        trust(store.roleArn(CAMERA), store.account()),
        policy(
            "kinesisvideo:PutMedia",
            "kinesisvideo:GetDataEndpoint",
            "kinesisvideo:DescribeStream",
            "kms:GenerateDataKey"));
    role(ADMINISTRATOR, policy(ADMINISTRATION));
    role(
        VIEWER,
        policy("kinesisvideo:Get*", "kinesisvideo:Describe*", "kinesisvideo:List*", "kms:Decrypt"));
  }

  /** Issues temporary credentials of a role for one hour, as an instance role has them. */
  public SessionKeys roleSession(String roleName) {
    return roleSession(roleName, Duration.ofHours(1));
  }

  /**
   * Issues temporary credentials of a role for a given time; a negative one makes expired
   * credentials.
   */
  public SessionKeys roleSession(String roleName, Duration life) {
    Role role =
        store
            .role(roleName)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no role \"" + roleName + "\"; make it with role()"));
    Credential issued =
        store.issueSession(role, "i-0123456789abcdef0", Optional.empty(), life, false);
    return new SessionKeys(
        issued.accessKeyId(),
        issued.secretAccessKey(),
        issued.sessionToken().orElseThrow(),
        issued.expiration().orElseThrow());
  }

  /** Issues long-term keys of a user with the rights of the administrator role. */
  public StaticKeys user(String userName) {
    return user(userName, policy(ADMINISTRATION));
  }

  /** Issues long-term keys of a user with the rights of a policy document. */
  public StaticKeys user(String userName, String permissionsPolicy) {
    Credential issued = store.issueUser(userName, parse(permissionsPolicy));
    return new StaticKeys(issued.accessKeyId(), issued.secretAccessKey());
  }

  /**
   * Issues temporary credentials of a user for one hour, as GetSessionToken does: they have a
   * token, and are the user's all the same.
   */
  public SessionKeys userSession(String userName) {
    return session("arn:aws:iam::" + store.account() + ":user/" + userName);
  }

  /** Issues temporary credentials of the account's root for one hour. */
  public SessionKeys rootSession() {
    return session("arn:aws:iam::" + store.account() + ":root");
  }

  /** Issues credentials of a federated user for one hour, as GetFederationToken does. */
  public SessionKeys federatedSession(String name) {
    return session("arn:aws:sts::" + store.account() + ":federated-user/" + name);
  }

  private SessionKeys session(String arn) {
    Credential issued =
        store.issueSession(
            arn, parse(policy("kinesisvideo:*", "kms:*", "sts:*")), Duration.ofHours(1));
    return new SessionKeys(
        issued.accessKeyId(),
        issued.secretAccessKey(),
        issued.sessionToken().orElseThrow(),
        issued.expiration().orElseThrow());
  }

  /**
   * Makes or replaces a role that trusts the account, for a limited time: every identity may assume
   * it whose own policy allows {@code sts:AssumeRole}. Returns its ARN.
   */
  public String role(String name, String permissionsPolicy, Duration maxSession) {
    store.putRole(name, parse(permissionsPolicy), Optional.empty(), maxSession);
    return store.roleArn(name);
  }

  /**
   * Makes or replaces a role that trusts the account: every identity may assume it whose own policy
   * allows {@code sts:AssumeRole}. Returns its ARN.
   */
  public String role(String name, String permissionsPolicy) {
    store.putRole(name, parse(permissionsPolicy), Optional.empty(), MAX_SESSION);
    return store.roleArn(name);
  }

  /**
   * Makes or replaces a role that only the principals of the trust policy may assume; those named
   * by their account need {@code sts:AssumeRole} in their own policy, too. Returns its ARN.
   */
  public String role(String name, String trustPolicy, String permissionsPolicy) {
    try {
      store.putRole(
          name,
          parse(permissionsPolicy),
          Optional.of(PolicyDocument.trust(trustPolicy)),
          MAX_SESSION);
    } catch (ServiceException e) {
      throw new IllegalArgumentException("trust policy refused: " + e.text(), e);
    }
    return store.roleArn(name);
  }

  /** Has a web identity token, as Kubernetes writes into a file, stand for a role. */
  public void webIdentity(String token, String roleName) {
    store.putWebIdentity(token, roleName);
  }

  /** Returns the ARN of a role, existing or not. */
  public String roleArn(String name) {
    return store.roleArn(name);
  }

  /**
   * Lists every secret that was handed out, also by STS: a test looks for them in places where they
   * must not be.
   */
  public List<String> secrets() {
    return store.secrets();
  }

  /** Makes a key id unknown from now on. */
  public void revoke(String accessKeyId) {
    store.revoke(accessKeyId);
  }

  /** Returns a policy document that allows actions on every resource. */
  public static String policy(String... actions) {
    return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["%s"],"Resource":"*"}]}"""
        .formatted(String.join("\",\"", actions));
  }

  private static String trust(String... principals) {
    return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
         "Principal":{"AWS":["%s"],"Service":"credentials.iot.amazonaws.com"}}]}"""
        .formatted(String.join("\",\"", principals));
  }

  private static PolicyDocument parse(String json) {
    try {
      return PolicyDocument.identity(json);
    } catch (ServiceException e) {
      throw new IllegalArgumentException("permissions policy refused: " + e.text(), e);
    }
  }
}
