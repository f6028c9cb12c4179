package io.github.kvssecure.internal.outgoing;

import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.MediaFacts.ElementsRead;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentBegun;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.MetadataPut;
import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TagsSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TextSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TracksSent;
import io.github.kvssecure.internal.gate.rule.MediaRules;
import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.util.List;
import java.util.Optional;

/** Shows the gate what the uploads of one stream say. Called by one thread at a time. */
final class StreamJudge implements OutgoingUpload.Judge {

  private final StreamName stream;
  private final List<Track> declared;
  private final WatchedMediaProducer producer;
  private final FragmentWatch watch;

  StreamJudge(StreamSpec spec, WatchedMediaProducer producer) {
    this.stream = spec.name();
    this.declared = spec.tracks();
    this.producer = producer;
    this.watch = new FragmentWatch(producer.gate());
  }

  /** What the application says of a fragment, before it is packaged. */
  void metadata(FragmentMetadata metadata) {
    gate()
        .admission(stream)
        .ofPart(MediaRules.METADATA, new MetadataPut(stream, metadata))
        .conclude();
  }

  @Override
  public boolean isUsedByAnother(List<Byte> segmentId) {
    return producer.isUsedByAnother(segmentId, stream);
  }

  @Override
  public void head(SegmentSeen head, TextSeen text) {
    elements(Optional.empty());
    gate()
        .admission(stream)
        .of(MediaRules.SEGMENT, head)
        .of(MediaRules.TEXT, text)
        // What was decided of the tracks as declared stands unless others are sent.
        .ofPart(MediaRules.SENT, new TracksSent(stream, head.tracks(), declared))
        .conclude();
  }

  @Override
  public void text(TextSeen text) {
    gate().admission(stream).ofPart(MediaRules.TEXT, text).conclude();
  }

  @Override
  public void tags(TagsSeen tags) {
    watch.tags(tags);
  }

  @Override
  public void begun(FragmentBegun fragment) {
    watch.begun(fragment);
  }

  @Override
  public void left(FragmentSeen fragment) {
    watch.left(fragment);
  }

  /** The bytes are no Matroska whose elements have bounds. */
  void unbounded(UnboundedElementException problem) {
    elements(Optional.of(String.valueOf(problem.getMessage())));
  }

  private void elements(Optional<String> problem) {
    gate().admission(stream).of(MediaRules.ELEMENTS, new ElementsRead(stream, problem)).conclude();
  }

  private PolicyGate gate() {
    return producer.gate();
  }
}
