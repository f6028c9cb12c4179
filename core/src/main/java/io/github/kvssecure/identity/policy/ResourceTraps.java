package io.github.kvssecure.identity.policy;

import io.github.kvssecure.identity.policy.PolicyFinding.Trap;
import java.util.Set;
import java.util.TreeSet;

/** Streams and keys that an Allow leaves open. Not thread-safe. */
final class ResourceTraps {

  private static final String NAME_THE_STREAM =
      "name the stream: arn:aws:kinesisvideo:REGION:ACCOUNT:stream/NAME/*";
  private static final String NAME_THE_KEY =
      "name the key by its ARN: arn:aws:kms:REGION:ACCOUNT:key/KEY-ID";

  /** Actions of KVS that cannot be limited to a stream, so that {@code *} is right for them. */
  private static final Set<String> WITHOUT_STREAM =
      Set.of("kinesisvideo:ListStreams", "kinesisvideo:ListSignalingChannels");

  private static final Set<String> ABOUT_STREAMS = new TreeSet<>(KvsActions.ALL);

  static {
    ABOUT_STREAMS.removeAll(WITHOUT_STREAM);
  }

  private final LintedStatement linted;

  ResourceTraps(LintedStatement linted) {
    this.linted = linted;
  }

  void look() {
    if (linted.coversAnyOf(ABOUT_STREAMS)) {
      allBut(NAME_THE_STREAM);
      linted.statement().resources().forEach(this::streams);
    }
    if (linted.coversAnyOf(KmsActions.ABOUT_KEYS)) {
      allBut(NAME_THE_KEY);
      linted.statement().resources().forEach(this::keys);
      viaService();
    }
  }

  private void allBut(String remedy) {
    if (!linted.statement().notResources().isEmpty()) {
      linted.found(
          Trap.ALLOW_NOT_RESOURCE, "NotResource " + linted.statement().notResources(), remedy);
    }
  }

  private void streams(String resource) {
    if (ResourceKind.STREAM.isEvery(resource)) {
      if (!isLimitedByTag()) {
        linted.found(Trap.ANY_STREAM, resource, NAME_THE_STREAM);
      } else if (!resource.equals("*")) {
        // A tag takes the place of a name, but of no Region or account.
        anywhere(ResourceKind.STREAM, resource);
      }
      return;
    }
    if (ResourceKind.STREAM.isOpen(resource)) {
      linted.found(
          Trap.STREAM_PREFIX,
          resource,
          "write stream/NAME/* with the full name: the slash right after it ends the name");
    }
    anywhere(ResourceKind.STREAM, resource);
  }

  /** Nobody chooses the id of a key, so that what starts alike has nothing else in common. */
  private void keys(String resource) {
    if (ResourceKind.KEY.isOpen(resource)) {
      if (!isLimitedByTag() && !linted.isLimitedToAliases()) {
        linted.found(Trap.ANY_KEY, resource, NAME_THE_KEY);
      }
      return;
    }
    anywhere(ResourceKind.KEY, resource);
  }

  private void anywhere(ResourceKind kind, String resource) {
    if (kind.isAnywhere(resource)) {
      linted.found(
          Trap.ANY_REGION_OR_ACCOUNT, resource, "write the Region and the account instead of *");
    }
  }

  private void viaService() {
    PolicyStatement statement = linted.statement();
    boolean reachesKeys =
        !statement.notResources().isEmpty()
            || statement.resources().stream().anyMatch(ResourceKind.KEY::isMeantBy);
    if (reachesKeys
        && statement.coversAction(KmsActions.GENERATE)
        && !linted.isLimitedTo("kms:viaservice"::equals, ResourceTraps::isKvs)) {
      linted.found(
          Trap.KEY_WITHOUT_VIA_SERVICE,
          KmsActions.GENERATE,
          "add the condition StringEquals kms:ViaService kinesisvideo.REGION.amazonaws.com");
    }
  }

  /** The obsolete name is no service at all, which is found as such. */
  private static boolean isKvs(String service) {
    return service.startsWith("kinesisvideo.")
        || service.startsWith(SpellingTraps.OBSOLETE_PREFIX + ".");
  }

  /** A tag that may have any value is one that anybody's resources have. */
  private boolean isLimitedByTag() {
    return linted.isLimitedTo(
        key -> key.startsWith("aws:resourcetag/"), value -> !value.matches("[*?]+"));
  }
}
