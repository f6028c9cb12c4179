package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestEvent.ConnectionPurpose;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.KeyFacts;
import io.github.kvssecure.internal.gate.rule.NetworkFacts;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts;
import io.github.kvssecure.internal.gate.rule.ResilienceRules;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.StreamName;
import java.util.Optional;

/** Shows the gate how an upload goes, and books what the service acknowledges. Thread-safe. */
final class UploadProgress implements UploadRun.Events {

  private final UploadParts parts;
  private final UploadSequence uploads;
  private final MediaStream media;
  private final StreamName stream;

  UploadProgress(UploadParts parts, UploadSequence uploads, MediaStream media) {
    this.parts = parts;
    this.uploads = uploads;
    this.media = media;
    this.stream = parts.stream().spec().name();
  }

  @Override
  public void signed(NetworkFacts.SignedHead head) {
    parts.services().gate().verification(stream).of(Rules.SIGNED_HEAD, head).conclude();
  }

  @Override
  public void connected(Facts.HandshakeDone handshake) {
    parts
        .services()
        .gate()
        .verification(
            new IngestEvent.ConnectionMade(
                ConnectionPurpose.UPLOAD, Optional.of(stream), handshake.evidence()))
        .of(Rules.HANDSHAKE, handshake)
        .conclude();
  }

  @Override
  public void answered(UploadRun run, Facts.Answer answer) {
    boolean good =
        parts.services().gate().admission(stream).of(Rules.ANSWER, answer).refused().isEmpty();
    if (good) {
      parts
          .services()
          .gate()
          .admission(stream)
          .of(
              ResilienceRules.ENDPOINT_IN_USE,
              Verdicts.endpoint(uploads.stream(), ResilienceFacts.EndpointAnswer.TAKEN));
      uploads.accepted(run);
    }
  }

  @Override
  public void acknowledged(UploadId upload, Acknowledgement acknowledgement) {
    parts.services().tell(new IngestEvent.FragmentAcknowledged(stream, acknowledgement));
    parts
        .services()
        .gate()
        .admission(stream)
        .of(Rules.ACKNOWLEDGEMENTS, new Facts.AcknowledgementStream(stream, Optional.empty()))
        .of(Rules.ACKNOWLEDGED, new KeyFacts.Acknowledged(stream, acknowledgement));
    if (acknowledgement.error().isPresent()) {
      throw Verdicts.onError(parts.services(), parts.stream(), acknowledgement.error().get());
    }
    if (parts.ledger().isTooEarly(acknowledgement)) {
      // Native code ends a fragment by itself in a long pause. If it forgot the fragment now, it
      // would never be acknowledged again; as it is, another upload repeats it.
      return;
    }
    media.acknowledged(upload, acknowledgement);
    if (parts.ledger().acknowledged(acknowledgement)) {
      parts
          .services()
          .gate()
          .admission(stream)
          .of(
              ResilienceRules.FREED,
              new ResilienceFacts.Freed(
                  stream, acknowledgement.type(), parts.stream().description().retention()));
      uploads.succeeded();
    }
  }

  @Override
  public void ended(UploadRun run, UploadEnd end) {
    uploads.ended(run, end);
  }
}
