package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts;
import io.github.kvssecure.internal.gate.rule.ResilienceRules;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.internal.gate.rule.WireFacts;
import io.github.kvssecure.media.AcknowledgementError;
import io.github.kvssecure.media.KeyFailure;
import io.github.kvssecure.media.KeyFailureException;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException;
import java.util.List;
import java.util.Optional;

/** What the gate says of an upload that broke. */
final class Verdicts {

  private Verdicts() {}

  /**
   * Shows the gate why an upload broke.
   *
   * @param services shared by all streams
   * @param stream whose upload it was
   * @param end how it ended
   * @return the refusal, if breaking this way is a matter of security; empty if it is a matter of
   *     the network or the service
   */
  static Optional<RuntimeException> onBroken(
      SessionServices services, StreamOpener.VerifiedStream stream, UploadEnd.Broken end) {
    if (end.refusal().orElse(null) instanceof PolicyViolationException refusal) {
      return Optional.of(refusal);
    }
    UploadException cause = end.cause();
    PolicyGate.Inspection inspection = services.gate().admission(stream.spec().name());
    return switch (cause.failure()) {
      case PEER_NAME, PEER_UNTRUSTED, PROXY_UNPROVEN, TLS_NEGOTIATION ->
          refusal(
              inspection
                  .of(
                      Rules.HANDSHAKE,
                      new Facts.HandshakeFailed(
                          String.valueOf(stream.dataEndpoint().getHost()),
                          cause.failure(),
                          String.valueOf(cause.getMessage())))
                  .refused());
      case NO_RESPONSE -> {
        inspection.of(Rules.ANSWER, new Facts.Answer(stream.spec().name(), Optional.empty()));
        yield Optional.empty();
      }
      case MALFORMED_RESPONSE -> {
        inspection.of(
            Rules.ACKNOWLEDGEMENTS,
            new Facts.AcknowledgementStream(
                stream.spec().name(), Optional.of(String.valueOf(cause.getMessage()))));
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  /** Shows the gate how an upload ended; what is not acknowledged is kept whatever it says. */
  static void onEnd(SessionServices services, StreamOpener.VerifiedStream stream, UploadEnd end) {
    services
        .gate()
        .admission(stream.spec().name())
        .of(Rules.UPLOAD_OVER, new WireFacts.UploadOver(stream.spec().name(), end));
  }

  private static Optional<RuntimeException> refusal(List<Violation> violations) {
    return violations.isEmpty()
        ? Optional.empty()
        : Optional.of(new PolicyViolationException(violations));
  }

  /**
   * Shows the gate an acknowledgement that reports an error, and tells the listener where it is
   * about the key.
   *
   * @param services shared by all streams
   * @param stream of which stream
   * @param error what the service said
   * @return what ends the upload: a failure of the key that somebody must mend is final
   */
  static RuntimeException onError(
      SessionServices services, StreamOpener.VerifiedStream stream, AcknowledgementError error) {
    List<Violation> classless =
        services
            .gate()
            .admission(stream.spec().name())
            .of(Rules.ERROR, new WireFacts.ErrorReported(stream.spec().name(), error))
            .refused();
    if (!classless.isEmpty()) {
      return new PolicyViolationException(classless);
    }
    Optional<KeyFailure> failure = KeyFailure.of(error);
    failure.ifPresent(f -> services.tell(new IngestEvent.KeyFailed(stream.spec().name(), f)));
    if (failure.isPresent() && !failure.get().isTransient()) {
      return new KeyFailureException(stream.spec().name().value(), failure.get());
    }
    return new UploadException(
        UploadException.Failure.ERROR_ACKNOWLEDGED,
        error.kind() == AcknowledgementError.Kind.TRANSIENT,
        "the service acknowledged an error: " + error);
  }

  /** Shows the gate what follows an upload that has ended. */
  static void onNext(SessionServices services, StreamOpener.VerifiedStream stream, NextStep next) {
    PolicyGate.Inspection inspection = services.gate().admission(stream.spec().name());
    if (next instanceof NextStep.Retry retry) {
      inspection.of(ResilienceRules.FAILED, again(stream, retry.reason()));
    } else if (next instanceof NextStep.SeekEndpoint seek) {
      inspection.of(ResilienceRules.FAILED, again(stream, seek.reason()));
    } else if (next instanceof NextStep.Stop stop) {
      inspection.of(
          ResilienceRules.FAILED,
          new ResilienceFacts.Failed(
              stream.spec().name(), String.valueOf(stop.cause().getMessage()), false));
      if (RetryRules.isRefusedEndpoint(stop.cause())) {
        inspection.of(
            ResilienceRules.ENDPOINT_IN_USE,
            endpoint(stream, ResilienceFacts.EndpointAnswer.REFUSED_AGAIN));
      }
    } else if (next instanceof NextStep.RefreshEndpoint) {
      inspection.of(
          ResilienceRules.ENDPOINT_IN_USE,
          endpoint(stream, ResilienceFacts.EndpointAnswer.REFUSED));
    }
  }

  private static ResilienceFacts.Failed again(StreamOpener.VerifiedStream stream, String reason) {
    return new ResilienceFacts.Failed(stream.spec().name(), reason, true);
  }

  static ResilienceFacts.EndpointInUse endpoint(
      StreamOpener.VerifiedStream stream, ResilienceFacts.EndpointAnswer answer) {
    return new ResilienceFacts.EndpointInUse(
        stream.spec().name(), String.valueOf(stream.dataEndpoint().getHost()), answer);
  }
}
