package io.github.kvssecure.identity.policy;

import java.util.Objects;

/**
 * Something a policy document says that its author hardly means. Immutable.
 *
 * @param trap which kind
 * @param statement the number of the statement, from 1
 * @param found what it says
 * @param remedy what to write instead
 */
public record PolicyFinding(Trap trap, int statement, String found, String remedy) {

  /** Kinds of findings. */
  public enum Trap {
    /** The prefix {@code kinesis-video:}, or the same in ViaService: it matches nothing. */
    OBSOLETE_PREFIX(Level.WRONG),
    /** {@code GetStreamingEndpoint}, which the AWS guide still names: it does not exist. */
    OBSOLETE_ACTION(Level.WRONG),
    /** An action of KVS or KMS that is not known here: probably a slip. */
    UNKNOWN_ACTION(Level.ADVICE),
    /** {@code stream/NAME} without the creation time: it matches nothing. */
    STREAM_WITHOUT_CREATION(Level.WRONG),
    /** {@code stream/cam1*}: it also matches cam10 and cam1-evil. */
    STREAM_PREFIX(Level.TOO_WIDE),
    /** Every stream. */
    ANY_STREAM(Level.TOO_WIDE),
    /** Every key, or keys whose ids start alike. */
    ANY_KEY(Level.TOO_WIDE),
    /** A key that is named by an alias: what is done with keys matches their own ARN only. */
    KEY_BY_ALIAS(Level.WRONG),
    /** Streams or keys of every Region or account. */
    ANY_REGION_OR_ACCOUNT(Level.ADVICE),
    /** Actions that the purpose does not need; also through wildcards and NotAction. */
    NEEDLESS_ACTION(Level.TOO_WIDE),
    /** An Allow for everything but some actions: it grants what AWS adds tomorrow. */
    ALLOW_NOT_ACTION(Level.TOO_WIDE),
    /** An Allow for everything but some resources. */
    ALLOW_NOT_RESOURCE(Level.TOO_WIDE),
    /** A condition key of KVS: there are none, so that the condition never holds. */
    UNKNOWN_CONDITION_KEY(Level.WRONG),
    /** {@code ${...}} without Version 2012-10-17: IAM takes it as it is written. */
    VARIABLE_IN_OLD_VERSION(Level.WRONG),
    /** A key that may be used outside KVS. */
    KEY_WITHOUT_VIA_SERVICE(Level.ADVICE);

    private final Level level;

    Trap(Level level) {
      this.level = level;
    }

    /**
     * How bad it is.
     *
     * @return the level
     */
    public Level level() {
      return level;
    }
  }

  /** How bad a finding is. */
  public enum Level {
    /** It does not do what it says. */
    WRONG,
    /** It grants more than is needed. */
    TOO_WIDE,
    /** It can be tightened. */
    ADVICE
  }

  /** Requires all. */
  public PolicyFinding {
    Objects.requireNonNull(trap, "trap");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(remedy, "remedy");
  }

  @Override
  public String toString() {
    return trap.level() + " " + trap + " in statement " + statement + ": " + found + "; " + remedy;
  }
}
