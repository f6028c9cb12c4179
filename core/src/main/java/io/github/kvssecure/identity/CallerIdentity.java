package io.github.kvssecure.identity;

import java.util.Optional;

/**
 * Whose credentials these are, as STS says. Immutable.
 *
 * @param account 12 digits
 * @param arn for example {@code arn:aws:sts::123456789012:assumed-role/camera/door}
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>
 */
public record CallerIdentity(String account, String arn) {

  /**
   * What a caller is.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html">identifiers
   *     of IAM</a>
   */
  public enum Kind {
    /** The root of the account. */
    ROOT,
    /** An IAM user, also through GetSessionToken. */
    USER,
    /** A session of a role. */
    ROLE_SESSION,
    /** A session made by GetFederationToken. */
    FEDERATED_USER,
    /** Something this version does not know. */
    OTHER
  }

  /**
   * What the caller is.
   *
   * @return the kind
   */
  public Kind kind() {
    String resource = resource();
    if (resource.equals("root")) {
      return Kind.ROOT;
    }
    return switch (resource.substring(0, Math.max(0, resource.indexOf('/')))) {
      case "user" -> Kind.USER;
      case "assumed-role" -> Kind.ROLE_SESSION;
      case "federated-user" -> Kind.FEDERATED_USER;
      default -> Kind.OTHER;
    };
  }

  /**
   * The partition.
   *
   * @return for example {@code aws}; empty text if the ARN has none
   */
  public String partition() {
    return part(1);
  }

  /**
   * The role behind a role session; STS does not say its path.
   *
   * @return its name, or empty if the caller is no role session
   */
  public Optional<String> roleName() {
    return sessionPart(1);
  }

  /**
   * The name of a role session.
   *
   * @return the name, or empty if the caller is no role session
   */
  public Optional<String> sessionName() {
    return sessionPart(2);
  }

  private Optional<String> sessionPart(int index) {
    String[] parts = resource().split("/", 3);
    return kind() == Kind.ROLE_SESSION && parts.length > index
        ? Optional.of(parts[index])
        : Optional.empty();
  }

  private String resource() {
    return part(5);
  }

  private String part(int index) {
    String[] parts = arn.split(":", 6);
    return parts.length > index ? parts[index] : "";
  }
}
