package io.github.kvssecure.internal.session;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleSession;
import io.github.kvssecure.internal.gate.rule.CreationFacts.PublishedMetadata;
import io.github.kvssecure.stream.StreamSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects what is written beside the media of a stream. */
final class StreamMetadata {

  private StreamMetadata() {}

  /**
   * Everything that this library knows to be written.
   *
   * @param spec what is asked for
   * @param source who sends; a provider of the application names its sessions itself
   * @return the facts
   */
  static PublishedMetadata of(StreamSpec spec, CredentialSource source) {
    Map<String, String> identities = new LinkedHashMap<>();
    CredentialSource next = source;
    while (next instanceof CredentialSource.AssumedRole role) {
      add(role.session(), identities);
      next = role.base();
    }
    if (next instanceof CredentialSource.WebIdentity identity) {
      add(identity.session(), identities);
    }
    if (next instanceof CredentialSource.IotCertificate device) {
      identities.put("thing name", device.device().thing().value());
    }
    return new PublishedMetadata(spec.name(), identities, spec.tags());
  }

  /** Of roles on top of each other, the last one's names are those that KVS sees. */
  private static void add(RoleSession session, Map<String, String> identities) {
    identities.putIfAbsent("session name", session.name());
    session
        .sourceIdentity()
        .ifPresent(identity -> identities.putIfAbsent("source identity", identity));
  }
}
