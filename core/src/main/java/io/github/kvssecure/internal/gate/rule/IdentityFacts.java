package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.CredentialKind;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamArn;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the rules about identity look at. All immutable. */
public final class IdentityFacts {

  private IdentityFacts() {}

  /**
   * A credential source, at start or once it gave something.
   *
   * @param subject whose
   * @param kind what it is
   * @param writtenAt where keys were found that somebody wrote down; empty if none were
   */
  public record SourceUse(String subject, CredentialKind kind, Optional<String> writtenAt) {}

  /**
   * How instance metadata would be read.
   *
   * @param subject whose credentials
   * @param reader who reads it
   */
  public record MetadataUse(String subject, MetadataReader reader) {}

  /** Who reads instance metadata. */
  public enum MetadataReader {
    /** Nobody: the source needs none. */
    NONE,
    /** This library, which never falls back to version 1. */
    VERSION_2_ONLY,
    /** A provider of the SDK in a process that turned version 1 off. */
    TURNED_OFF,
    /** A provider of the SDK that may fall back to version 1. */
    MAY_FALL_BACK,
    /** A class of the application, or one of the SDK that lets the application choose. */
    UNKNOWN
  }

  /** What STS says of a caller. */
  public sealed interface Caller {}

  /**
   * It said who.
   *
   * @param identity whose credentials they are
   * @param accessKeyId the key that signed the question
   */
  public record KnownCaller(CallerIdentity identity, String accessKeyId) implements Caller {}

  /**
   * It said nothing.
   *
   * @param reason why not
   */
  public record UnknownCaller(String reason) implements Caller {}

  /**
   * Somebody whose credentials are about to sign.
   *
   * @param role {@code producer} or {@code administrator}
   * @param caller what STS says
   * @param signer the credentials
   * @param place where
   */
  public record CallerUse(String role, Caller caller, SessionCredentials signer, Place place) {
    String subject() {
      return "credentials of the " + role;
    }
  }

  /**
   * Where a caller acts.
   *
   * @param region the Region
   * @param streamAccount the account of the stream, once it is known
   */
  public record Place(AwsRegion region, Optional<String> streamAccount) {}

  /**
   * Credentials that are about to produce to a stream.
   *
   * @param stream which
   * @param credentials the credentials
   */
  public record ScopeUse(StreamArn stream, SessionCredentials credentials) {}

  /**
   * How a call names its stream.
   *
   * @param verified the stream that was verified
   * @param addressed what the call names
   */
  public record StreamAddress(StreamArn verified, StreamArn addressed) {}

  /**
   * A call that somebody is about to make.
   *
   * @param role {@code producer} or {@code administrator}
   * @param actions as IAM names them
   */
  public record ActionUse(String role, Set<String> actions) {
    /** Copies the actions. */
    public ActionUse {
      actions = Set.copyOf(actions);
    }
  }

  /**
   * The calls that were made with a producer's credentials.
   *
   * @param counts how often, by action as IAM names it
   */
  public record ActionsCalled(Map<String, Long> counts) {
    /** Copies the counts. */
    public ActionsCalled {
      counts = Map.copyOf(counts);
    }
  }

  /**
   * Who makes missing streams, by configuration.
   *
   * @param producer the producer's source
   * @param administrator the administrator's source
   */
  public record Separation(CredentialSource producer, CredentialSource administrator) {}

  /**
   * Who makes a missing stream, as STS says.
   *
   * @param producer the producer
   * @param administrator the administrator
   */
  public record Creation(Caller producer, Caller administrator) {}
}
