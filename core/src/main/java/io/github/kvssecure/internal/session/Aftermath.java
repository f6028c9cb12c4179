package io.github.kvssecure.internal.session;

import io.github.kvssecure.internal.session.StreamOpener.VerifiedStream;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.stream.StreamState;
import java.time.Duration;
import java.util.Optional;

/** What follows the end of an upload, by what the gate, the rules and the ledger say. Immutable. */
final class Aftermath {

  private final UploadParts parts;
  private final RetryRules rules;

  Aftermath(UploadParts parts, RetryRules rules) {
    this.parts = parts;
    this.rules = rules;
  }

  /** What follows an upload of a stream that still sends. */
  NextStep of(UploadRun run, UploadEnd end, VerifiedStream stream) {
    if (end instanceof UploadEnd.Broken broken) {
      Optional<RuntimeException> refusal = Verdicts.onBroken(parts.services(), stream, broken);
      return run.isGivenUp() && isAbort(broken)
          ? new NextStep.Rotate()
          : rules.afterBreak(broken, refusal, restful(run));
    }
    if (run.body().isCut()) {
      return new NextStep.Rotate();
    }
    boolean tooEarly =
        parts.lifecycle().state() == StreamState.DRAINING && !parts.ledger().pending().isEmpty();
    return tooEarly
        ? new NextStep.Retry("the upload ended before everything was acknowledged")
        : new NextStep.GoOn();
  }

  /** An upload that this side gives up may fail by itself at the same moment. */
  private static boolean isAbort(UploadEnd.Broken end) {
    return end.cause().failure() == UploadException.Failure.ABORTED && end.refusal().isEmpty();
  }

  /** For how long nothing was sent; none if whole fragments wait, for they need no next frame. */
  private Duration restful(UploadRun run) {
    return parts.ledger().oldestWhole().isEmpty() ? run.quiet() : Duration.ZERO;
  }

  /** What follows a refusal of the caller. May block. */
  NextStep withOthers(RuntimeException refusal, UploadRun run) {
    return run.credentials()
        .map(used -> RetryRules.withOthers(refusal, used, parts.producer().credentials()))
        .orElseGet(() -> new NextStep.Stop(refusal));
  }
}
