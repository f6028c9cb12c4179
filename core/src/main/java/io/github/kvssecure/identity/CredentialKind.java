package io.github.kvssecure.identity;

/** What a credential source is, for the list of kinds that a policy admits. */
public enum CredentialKind {
  /** An SDK provider that the application made. */
  PROVIDER,
  /** A role assumed through STS. */
  ASSUMED_ROLE,
  /** A role assumed with the token of an OpenID Connect provider, as in Kubernetes. */
  WEB_IDENTITY,
  /** The role of an EC2 instance. */
  INSTANCE_ROLE,
  /** The role of a container: ECS task or EKS Pod Identity. */
  CONTAINER_ROLE,
  /**
   * A profile of the shared configuration files that assumes no role, also of IAM Identity Center.
   */
  PROFILE,
  /** A program that prints credentials, such as the helper of IAM Roles Anywhere. */
  PROCESS,
  /** A device certificate of AWS IoT. */
  IOT_CERTIFICATE
}
