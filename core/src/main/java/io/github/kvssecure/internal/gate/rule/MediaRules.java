package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.ElementsRead;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentBegun;
import io.github.kvssecure.internal.gate.rule.MediaFacts.FragmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.MetadataPut;
import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TagsSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TextSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TracksDeclared;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TracksSent;
import java.util.List;

/** The rules about media, by the facts they look at. */
public final class MediaRules {

  /** What to do about a packager that writes what must not leave. */
  static final String OTHER_PACKAGER =
      "use a packager of this library: SecureProducer.Builder.packaging(Packaging.JAVA)";

  /**
   * For the tracks of each stream before it is opened; of the two on MKV-02 the one that looks at
   * everything is remembered.
   */
  public static final List<Rule<TracksDeclared>> TRACKS =
      List.of(new TracksDescribed(), new CodecsKnown());

  /** For the bytes of each upload before they leave. */
  public static final List<Rule<ElementsRead>> ELEMENTS = List.of(new ElementsBounded());

  /** For what each upload says before its first fragment, and for what comes too late. */
  public static final List<Rule<SegmentSeen>> SEGMENT =
      List.of(new SegmentWellFormed(), new SegmentIdRandom());

  /** For what each upload says in words, before it leaves. */
  public static final List<Rule<TextSeen>> TEXT = List.of(new HeaderNotPrivate());

  /** For the tracks of each upload before its first fragment. */
  public static final List<Rule<TracksSent>> SENT = List.of(new TracksAsDeclared());

  /** For what the application says of a fragment, before it is packaged. */
  public static final List<Rule<MetadataPut>> METADATA = List.of(new FragmentMetadataMinimal());

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
      List.of(TRACKS, ELEMENTS, SEGMENT, TEXT, SENT, METADATA, TAGS, ORDER, FRAGMENT);

  private MediaRules() {}
}
