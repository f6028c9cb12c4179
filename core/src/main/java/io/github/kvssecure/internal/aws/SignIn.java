package io.github.kvssecure.internal.aws;

import io.github.kvssecure.spi.ControlPlaneException;

/** Somebody's sign-in to IAM Identity Center. Thread-safe. */
interface SignIn extends AutoCloseable {

  /**
   * The token that stands for it. May block on the network.
   *
   * @return a secret
   * @throws ControlPlaneException if nobody is signed in, or it cannot be renewed now
   */
  String token();

  /** Notes that the portal does not know the latest token: the next one is read anew. */
  void refused();

  @Override
  void close();

  /**
   * Nobody is signed in.
   *
   * @param profile whose sign-in it would be
   * @param found what was found, without secrets
   * @return what to throw; retryable, because somebody may sign in at any time
   */
  static ControlPlaneException missing(IdentityCenterProfile profile, String found) {
    return new ControlPlaneException(
        FailureTranslation.NO_CREDENTIALS,
        true,
        "nobody is signed in to IAM Identity Center for profile '"
            + profile.name()
            + "': "
            + found
            + "; run aws sso login --profile "
            + profile.name());
  }
}
