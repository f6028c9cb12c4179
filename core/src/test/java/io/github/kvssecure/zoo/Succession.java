package io.github.kvssecure.zoo;

import java.util.List;

/**
 * A server whose certificate is exchanged between two connections while its TLS stays what it was,
 * so that it takes back the tickets it gave before. Who resumes a session trusts what was shown
 * then: it neither sees nor verifies what would be shown now. What is to be thought of the heir is
 * what is thought of its specimen on a first connection.
 */
public final class Succession {

  private final Shown shown;
  private final Shown heir;
  private final Peer peer;

  private Succession(TlsPeer first, Shown heir) {
    this.shown = first.shown();
    this.heir = heir;
    this.peer = first.remembering();
  }

  /**
   * The specimens that can be heirs: those which differ from a good server in what they show.
   *
   * @return in the order of the tables
   */
  public static List<Specimen> heirs() {
    String host = "heir.example";
    return Zoo.all().stream()
        .filter(
            specimen ->
                specimen.peer(host) instanceof TlsPeer tls
                    && tls.equals(TlsPeer.showing(tls.shown())))
        .toList();
  }

  /**
   * A good server, before it changes.
   *
   * @param host whom it plays
   * @param protocol JSSE name of the only version that it speaks
   * @param heir one of {@link #heirs}
   * @return the server; show its {@link #peer}
   */
  public static Succession of(String host, String protocol, Specimen heir) {
    return new Succession((TlsPeer) Zoo.good(host, protocol), ((TlsPeer) heir.peer(host)).shown());
  }

  /**
   * The server, now and after the change.
   *
   * @return how it behaves
   */
  public Peer peer() {
    return peer;
  }

  /** Exchanges the certificate, for handshakes from now on. */
  public void takePlace() {
    shown.become(heir);
  }
}
