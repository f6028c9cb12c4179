package io.github.kvssecure.identity.policy;

/**
 * How wide the resource pattern of a statement is for one kind of resource. The pattern is tried on
 * ARNs that nobody can have meant: what matches them was left open. Immutable.
 */
final class ResourceKind {

  /** In no name, no Region and no account, so that only a wildcard can match it. */
  private static final String FOREIGN = "~";

  /** Streams of KVS. */
  static final ResourceKind STREAM = new ResourceKind("kinesisvideo", "stream/%s/#");

  /** Keys of KMS. */
  static final ResourceKind KEY = new ResourceKind("kms", "key/%s");

  private final String service;
  private final ArnShape any;
  private final ArnShape foreign;
  private final ArnShape partlyForeign;
  private final ArnShape foreignRegion;
  private final ArnShape foreignAccount;

  private ResourceKind(String service, String resource) {
    String someName = resource.formatted("*");
    String part = "*" + FOREIGN + "*";
    this.service = ":" + service + ":";
    any = shape("*", "*", someName);
    foreign = shape("*", "*", resource.formatted(FOREIGN.repeat(64)));
    partlyForeign = shape("*", "*", resource.formatted(part));
    foreignRegion = shape(part, "*", someName);
    foreignAccount = shape("*", part, someName);
  }

  private ArnShape shape(String region, String account, String resource) {
    return new ArnShape("arn:*" + service + region + ":" + account + ":" + resource);
  }

  /** Whether there can be a resource that it matches. */
  boolean canMatch(String pattern) {
    return any.meets(pattern);
  }

  /** Whether it is about this kind, perhaps in vain. */
  boolean isMeantBy(String pattern) {
    return canMatch(pattern) || pattern.contains(service);
  }

  /** Whether it matches whatever name, at least in one Region and account. */
  boolean isEvery(String pattern) {
    return foreign.meets(pattern);
  }

  /** Whether it matches more than one name. */
  boolean isOpen(String pattern) {
    return partlyForeign.meets(pattern);
  }

  /** Whether it leaves Region or account open. */
  boolean isAnywhere(String pattern) {
    return foreignRegion.meets(pattern) || foreignAccount.meets(pattern);
  }
}
