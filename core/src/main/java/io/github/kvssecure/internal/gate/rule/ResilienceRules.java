package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ResilienceFacts.AckGap;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.EndpointInUse;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.Failed;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.Freed;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.MediaKept;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.OpeningCalls;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.Quiet;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.UploadLife;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts.Writers;
import java.util.List;

/** The rules about the life of an open stream, by the facts they look at. */
public final class ResilienceRules {

  /** For each fragment that is forgotten. */
  public static final List<Rule<Freed>> FREED = List.of(new KeptUntilStored());

  /** For the end of each accepted upload. */
  public static final List<Rule<UploadLife>> UPLOAD_LIFE = List.of(new ReplacedInTime());

  /** For each upload, when it begins and when it falls quiet. */
  public static final List<Rule<Quiet>> QUIET = List.of(new QuietNoticed());

  /** For each upload that failed. */
  public static final List<Rule<Failed>> FAILED = List.of(new PermanentErrorStops());

  /** For each answer about a data endpoint. */
  public static final List<Rule<EndpointInUse>> ENDPOINT_IN_USE =
      List.of(new EndpointRefreshedOnce());

  /** For each stream that is opened. */
  public static final List<Rule<Writers>> WRITERS = List.of(new OneWriter());

  /** For each stream that is opened. */
  public static final List<Rule<OpeningCalls>> OPENING_CALLS = List.of(new ChecksWithinQuota());

  /** For each upload, when it begins and when acknowledgements are missing. */
  public static final List<Rule<AckGap>> ACK_GAP = List.of(new AcknowledgedInTime());

  /** For each stream that is opened, and while media is spilled to disk. */
  public static final List<Rule<MediaKept>> KEPT = List.of(new SpillProtected());

  /** All of them. */
  static final List<List<? extends Rule<?>>> ALL =
      List.of(
          FREED,
          UPLOAD_LIFE,
          QUIET,
          FAILED,
          ENDPOINT_IN_USE,
          WRITERS,
          OPENING_CALLS,
          ACK_GAP,
          KEPT);

  private ResilienceRules() {}
}
