package io.github.kvssecure.internal.aws;

import java.net.URI;

/**
 * Where this machine offers credentials. Immutable; what it reads may change.
 *
 * @param surroundings settings and files
 * @param metadataService the instance metadata service
 */
public record Machine(Surroundings surroundings, URI metadataService) {

  /**
   * The machine that this process runs on.
   *
   * @return its settings, files and metadata service
   */
  public static Machine ofThisProcess() {
    return new Machine(Surroundings.ofThisProcess(), InstanceRoleIssuer.ADDRESS);
  }
}
