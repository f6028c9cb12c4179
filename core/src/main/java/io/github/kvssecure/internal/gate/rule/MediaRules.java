package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.ElementsRead;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentBegun;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TagsSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TracksDeclared;
import java.util.List;

/** The rules about media, by the facts they look at. */
public final class MediaRules {

  /** What to do about a packager that writes what must not leave. */
  static final String OTHER_PACKAGER =
      "use a packager of this library: SecureProducer.Builder.packaging(Packaging.JAVA)";

  /** For the tracks of each stream before it is opened. */
  public static final List<Rule<TracksDeclared>> TRACKS = List.of(new TracksDescribed());

  /** For the bytes of each upload before they leave. */
  public static final List<Rule<ElementsRead>> ELEMENTS = List.of(new ElementsBounded());

  /** For what each upload says before its first fragment. */
  public static final List<Rule<SegmentSeen>> SEGMENT =
      List.of(new SegmentWellFormed(), new HeaderNotPrivate(), new SegmentIdRandom());

  /** For each tag of a fragment, before its last byte leaves. */
  public static final List<Rule<TagsSeen>> TAGS = List.of(new MetadataBounded());

  /** For each fragment before the first frame leaves that would come too early. */
  public static final List<Rule<FragmentBegun>> ORDER = List.of(new FragmentsInOrder());

  /**
   * For each fragment once it is whole. All of it but its last bytes has left by then: what must
   * not leave is looked at above, and here a control that the policy raised ends the upload.
   */
  public static final List<Rule<FragmentSeen>> FRAGMENT =
      List.of(new EveryTrackInFragment(), new IntegrityTagged(), new FragmentBounded());

  static final List<List<? extends Rule<?>>> ALL =
      List.of(TRACKS, ELEMENTS, SEGMENT, TAGS, ORDER, FRAGMENT);

  private MediaRules() {}
}
