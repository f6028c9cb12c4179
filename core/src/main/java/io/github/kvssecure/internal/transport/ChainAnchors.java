package io.github.kvssecure.internal.transport;

import io.github.kvssecure.event.ConnectionEvidence.Anchor;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * Finds out which trusted authority a chain ends at: JSSE verifies a chain and does not say. It
 * decides nothing. Immutable and thread-safe.
 */
final class ChainAnchors {

  /** No chain of AWS is nearly as long. */
  private static final int MAX_LENGTH = 10;

  private final Map<X500Principal, List<X509Certificate>> bySubject = new HashMap<>();

  /**
   * Among these authorities.
   *
   * @param authorities all that are trusted
   */
  ChainAnchors(Collection<X509Certificate> authorities) {
    for (X509Certificate authority : authorities) {
      bySubject.merge(
          authority.getSubjectX500Principal(),
          List.of(authority),
          (some, more) -> java.util.stream.Stream.concat(some.stream(), more.stream()).toList());
    }
  }

  /**
   * The authority nearest to the peer's certificate.
   *
   * @param chain as shown by the peer, its own certificate first
   * @return the authority; empty if the signatures lead to none
   */
  Optional<Anchor> find(List<X509Certificate> chain) {
    X509Certificate current = chain.get(0);
    for (int depth = 0; depth < MAX_LENGTH; depth++) {
      Optional<X509Certificate> anchor =
          signerOf(current, bySubject.getOrDefault(current.getIssuerX500Principal(), List.of()));
      if (anchor.isPresent()) {
        return anchor.map(
            found ->
                new Anchor(found.getSubjectX500Principal().getName(), PeerEvidence.sha256(found)));
      }
      X500Principal issuer = current.getIssuerX500Principal();
      Optional<X509Certificate> next =
          signerOf(
              current,
              chain.stream().filter(c -> c.getSubjectX500Principal().equals(issuer)).toList());
      if (next.isEmpty() || next.get().equals(current)) {
        return Optional.empty();
      }
      current = next.get();
    }
    return Optional.empty();
  }

  private static Optional<X509Certificate> signerOf(
      X509Certificate certificate, List<X509Certificate> candidates) {
    return candidates.stream().filter(candidate -> signed(certificate, candidate)).findFirst();
  }

  private static boolean signed(X509Certificate certificate, X509Certificate candidate) {
    try {
      certificate.verify(candidate.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
