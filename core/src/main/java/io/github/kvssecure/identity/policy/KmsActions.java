package io.github.kvssecure.identity.policy;

import java.util.Set;
import java.util.TreeSet;

/**
 * The actions of KMS, by who needs them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html">actions
 *     of AWS KMS</a>, as of 2025
 */
final class KmsActions {

  /** The prefix of every action. */
  static final String PREFIX = "kms:";

  /** What KVS does in the name of a producer. */
  static final String GENERATE = "kms:GenerateDataKey";

  /** What reads media that was stored. */
  static final String DECRYPT = "kms:Decrypt";

  /** What tells about a key and gives nothing of it away. */
  static final String DESCRIBE = "kms:DescribeKey";

  /** Actions about no key, so that {@code *} is right for them. */
  private static final Set<String> WITHOUT_KEY =
      prefixed(
          "ConnectCustomKeyStore",
          "CreateCustomKeyStore",
          "CreateKey",
          "DeleteCustomKeyStore",
          "DescribeCustomKeyStores",
          "DisconnectCustomKeyStore",
          "GenerateRandom",
          "ListAliases",
          "ListKeys",
          "ListRetirableGrants",
          "UpdateCustomKeyStore");

  /** Actions about a key. */
  static final Set<String> ABOUT_KEYS =
      prefixed(
          "CancelKeyDeletion",
          "CreateAlias",
          "CreateGrant",
          "Decrypt",
          "DeleteAlias",
          "DeleteImportedKeyMaterial",
          "DeriveSharedSecret",
          "DescribeKey",
          "DisableKey",
          "DisableKeyRotation",
          "EnableKey",
          "EnableKeyRotation",
          "Encrypt",
          "GenerateDataKey",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext",
          "GenerateDataKeyWithoutPlaintext",
          "GenerateMac",
          "GetKeyPolicy",
          "GetKeyRotationStatus",
          "GetParametersForImport",
          "GetPublicKey",
          "ImportKeyMaterial",
          "ListGrants",
          "ListKeyPolicies",
          "ListKeyRotations",
          "ListResourceTags",
          "PutKeyPolicy",
          "ReEncryptFrom",
          "ReEncryptTo",
          "ReplicateKey",
          "RetireGrant",
          "RevokeGrant",
          "RotateKeyOnDemand",
          "ScheduleKeyDeletion",
          "Sign",
          "SynchronizeMultiRegionKey",
          "TagResource",
          "UntagResource",
          "UpdateAlias",
          "UpdateKeyDescription",
          "UpdatePrimaryRegion",
          "Verify",
          "VerifyMac");

  /** Actions about an alias and a key, each of which they ask for by its own ARN. */
  static final Set<String> ABOUT_ALIASES = prefixed("CreateAlias", "DeleteAlias", "UpdateAlias");

  /** Every action. */
  static final Set<String> ALL = all();

  private KmsActions() {}

  private static Set<String> all() {
    Set<String> all = new TreeSet<>(WITHOUT_KEY);
    all.addAll(ABOUT_KEYS);
    return all;
  }

  private static Set<String> prefixed(String... names) {
    Set<String> actions = new TreeSet<>();
    for (String name : names) {
      actions.add(PREFIX + name);
    }
    return actions;
  }
}
