package io.github.kvssecure.zoo;

import io.github.kvssecure.spi.UploadException.Failure;
import java.util.Optional;
import java.util.function.Function;

/**
 * One peer of the zoo and what is to be thought of it. Immutable.
 *
 * @param name what it is
 * @param refusal why it is refused; empty if it is admitted
 * @param trusted whether the handshake is rightly completed, so that a request may be heard
 * @param jdk what the JDK alone thinks of it
 * @param difference why this library thinks otherwise than the JDK; empty if it does not
 * @param maker makes it, for the host that it plays
 */
public record Specimen(
    String name,
    Optional<Failure> refusal,
    boolean trusted,
    Jdk jdk,
    String difference,
    Function<String, Peer> maker) {

  /** What a JSSE client decides that asks for HTTPS names and trusts the same authorities. */
  public enum Jdk {
    /** The handshake succeeds. */
    ADMITS,
    /** The handshake fails. */
    REFUSES,
    /** The handshake succeeds with JDK 17 and fails with JDK 25. */
    ADMITTED_ONCE;

    /** What this JDK decides; empty for those between, of which nobody has looked. */
    Optional<Jdk> here() {
      if (this != ADMITTED_ONCE) {
        return Optional.of(this);
      }
      int version = Runtime.version().feature();
      if (version == 17) {
        return Optional.of(ADMITS);
      }
      return version >= 25 ? Optional.of(REFUSES) : Optional.empty();
    }
  }

  static Specimen admitted(String name, Function<String, Peer> maker) {
    return new Specimen(name, Optional.empty(), true, Jdk.ADMITS, "", maker);
  }

  static Specimen refused(String name, Failure why, Function<String, Peer> maker) {
    return new Specimen(name, Optional.of(why), false, Jdk.REFUSES, "", maker);
  }

  /** A peer that the JDK alone would talk to. */
  Specimen jdkAdmits(String whyWeDoNot) {
    return new Specimen(name, refusal, trusted, Jdk.ADMITS, whyWeDoNot, maker);
  }

  /** A peer that older JDKs alone would talk to. */
  Specimen jdkAdmittedOnce(String whyWeDoNot) {
    return new Specimen(name, refusal, trusted, Jdk.ADMITTED_ONCE, whyWeDoNot, maker);
  }

  /** A peer that misbehaves only after it has proven who it is. */
  Specimen onceTrusted() {
    return new Specimen(
        name, refusal, true, Jdk.ADMITS, "it misbehaves after the handshake", maker);
  }

  /**
   * The peer.
   *
   * @param host whom it plays
   * @return how it behaves
   */
  public Peer peer(String host) {
    return maker.apply(host);
  }

  @Override
  public String toString() {
    return name + refusal.map(why -> ": " + why).orElse("");
  }
}
