package io.github.kvssecure.local.kms;

import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.Caller;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides who may use which key for what: key policy, identity policy and session policy together
 * (KMS developer guide, "Determining access to AWS KMS keys"). Thread-safe.
 */
public final class KeyUse {
  private final KeyRegistry keys;
  private final String via;

  /**
   * Makes the decision over keys.
   *
   * @param region Region of the endpoint
   */
  public KeyUse(KeyRegistry keys, String region) {
    this.keys = keys;
    // The suffix is the same in every partition (KMS developer guide, kms:ViaService).
    this.via = "kinesisvideo." + region + ".amazonaws.com";
  }

  /**
   * Finds out why Kinesis Video Streams, acting for a caller, cannot use a key; empty when it can.
   *
   * @param operation {@code GenerateDataKey} to store media, {@code Decrypt} to read it
   */
  public Optional<KeyProblem> problemForStreams(Caller caller, String operation, String keyName) {
    try {
      KeyReference reference = keys.reference(keyName);
      if (reference.arn().equals(keys.home().arn(KeyRing.MANAGED_ALIAS))) {
        keys.home().makeManaged();
      }
      requireUsable(admit(caller, operation, reference, Optional.of(via)));
      return Optional.empty();
    } catch (ServiceException e) {
      return Optional.of(KeyProblem.of(e));
    }
  }

  /**
   * Finds a key for a direct caller and checks that the caller may do what it asks.
   *
   * @throws ServiceException {@code AccessDeniedException} before {@code NotFoundException}, so
   *     that who may not look learns nothing about what exists
   */
  KeyRecord admit(Caller caller, String operation, String keyName) throws ServiceException {
    KeyReference reference = keys.reference(keyName);
    boolean unmade =
        !keys.home().hasManaged() && reference.arn().equals(keys.home().arn(KeyRing.MANAGED_ALIAS));
    if (unmade && operation.equals("DescribeKey")) {
      requireIdentity(caller, operation, keys.home().arn("key/*"), Map.of());
      keys.home().makeManaged();
    }
    return admit(caller, operation, reference, Optional.empty());
  }

  /**
   * Checks that a key can encrypt and decrypt now.
   *
   * @throws ServiceException the error of KMS for what is armed, its usage or its state
   */
  void requireUsable(KeyRecord key) throws ServiceException {
    Optional<KeyProblem> ofState =
        key.type().encryptsStreams()
            ? key.state().problem()
            : Optional.of(KeyProblem.KMS_KEY_INVALID_USAGE);
    Optional<KeyProblem> problem = keys.ringOf(key).armed(key.id()).or(() -> ofState);
    if (problem.isPresent()) {
      throw problem.get().refusal(key);
    }
  }

  private KeyRecord admit(
      Caller caller, String operation, KeyReference reference, Optional<String> service)
      throws ServiceException {
    Map<String, String> context = new HashMap<>();
    context.put("kms:CallerAccount", caller.account());
    service.ifPresent(name -> context.put("kms:ViaService", name));
    KeyRecord key;
    try {
      key = keys.require(reference);
    } catch (ServiceException e) {
      requireIdentity(caller, operation, reference.arn(), context);
      throw e;
    }
    requireAllowed(caller, operation, key, context);
    return key;
  }

  /** A key policy that names a principal of the same account suffices; otherwise IAM must agree. */
  private static void requireAllowed(
      Caller caller, String operation, KeyRecord key, Map<String, String> context)
      throws ServiceException {
    String action = "kms:" + operation;
    switch (key.policy().verdict(caller, action, key.arn(), context)) {
      case DENIED ->
          throw denied(
              caller, action, key.arn(), "with an explicit deny in a resource-based policy");
      case SILENT -> throw denied(caller, action, key.arn(), unallowed("resource-based", action));
      case NAMED -> {
        if (!caller.account().equals(key.account())) {
          requireIdentity(caller, operation, key.arn(), context);
        } else if (!caller.mayByResourcePolicy(action, key.arn(), context)) {
          throw denied(caller, action, key.arn(), unallowed("session", action));
        }
      }
      case DELEGATED -> requireIdentity(caller, operation, key.arn(), context);
    }
  }

  private static void requireIdentity(
      Caller caller, String operation, String resource, Map<String, String> context)
      throws ServiceException {
    String action = "kms:" + operation;
    if (!caller.may(action, resource, context)) {
      throw denied(caller, action, resource, unallowed("identity-based", action));
    }
  }

  private static String unallowed(String kind, String action) {
    return "because no " + kind + " policy allows the " + action + " action";
  }

  private static ServiceException denied(
      Caller caller, String action, String resource, String reason) {
    return new ServiceException(
        400,
        KeyProblem.KMS_KEY_ACCESS_DENIED.errorType(),
        "User: %s is not authorized to perform: %s on resource: %s %s"
            .formatted(caller.arn(), action, resource, reason));
  }
}
