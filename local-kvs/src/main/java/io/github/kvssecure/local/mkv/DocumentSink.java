package io.github.kvssecure.local.mkv;

import io.github.kvssecure.local.mkv.MkvLimits.Elements;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Hands every element to the section that reads it and keeps the order of the sections. */
final class DocumentSink implements ElementSink {
  private final MkvLimits limits;
  private final MkvListener listener;
  private final TagSection tags;
  private final ClusterSection clusters;
  private HeaderSection headers;
  private long documentStart;
  private Stage stage = Stage.NOTHING;

  /** What the document has shown so far. */
  private enum Stage {
    NOTHING,
    EBML_HEADER,
    SEGMENT,
    HEADER_COMPLETE,
    CLUSTERS
  }

  DocumentSink(MkvListener listener, MkvLimits limits) {
    this.limits = limits;
    this.listener = listener;
    this.headers = new HeaderSection(limits);
    this.tags = new TagSection(limits.tags(), listener);
    this.clusters = new ClusterSection(limits.fragment(), listener);
  }

  /** The timecode of the open fragment in milliseconds, if known. */
  OptionalLong timecodeMillis() {
    return clusters.timecodeMillis();
  }

  /** The stream is over and all its elements were complete. */
  void endStream() throws MkvException {
    if (stage.compareTo(Stage.HEADER_COMPLETE) < 0) {
      throw MkvException.invalid(
          "the stream ends without a complete header, required: EBML, Segment, Info and Tracks");
    }
  }

  @Override
  public void admit(ElementHead head) throws MkvException {
    Element element = head.element();
    if (limits.elements() == Elements.UPLOAD) {
      requireUploadable(head);
    }
    if (element == Element.EBML) {
      beginDocument(head);
    } else if (element != null && stage == Stage.NOTHING) {
      throw MkvException.invalid("the stream begins with " + head + ", required: EBML");
    }
    if (stage != Stage.CLUSTERS && element != Element.SEGMENT && element != Element.CLUSTER) {
      requireHeaderSize(head);
    }
    ElementSink section =
        sectionOf(element == null || element.isGlobal() ? head.container() : element);
    if (section != null) {
      section.admit(head);
    }
  }

  private void requireUploadable(ElementHead head) throws MkvException {
    Element element = head.element();
    boolean unknown =
        element == null
            && (head.container() == Element.SEGMENT || head.container() == Element.CLUSTER);
    if (unknown
        || element == Element.SEEK_HEAD
        || element == Element.CUES
        || element == Element.CHAPTERS
        || element == Element.ATTACHMENTS) {
      throw MkvException.invalid(
          head + " is in an upload, required: Info, Tracks, Cluster and Tags only");
    }
  }

  private void beginDocument(ElementHead head) throws MkvException {
    boolean another =
        stage.compareTo(Stage.HEADER_COMPLETE) >= 0 && limits.elements() == Elements.SEGMENT_SERIES;
    if (stage != Stage.NOTHING && !another) {
      throw MkvException.invalid("the stream has a second EBML header, required: one");
    }
    stage = Stage.EBML_HEADER;
    documentStart = head.start();
    headers = new HeaderSection(limits);
  }

  private void requireHeaderSize(ElementHead head) throws MkvException {
    if (head.end() - documentStart > limits.maxHeaderBytes()) {
      throw MkvException.invalid(
          "with %s the header has %d bytes, required: %d or fewer before the first Cluster"
              .formatted(head, head.end() - documentStart, limits.maxHeaderBytes()));
    }
  }

  @Override
  public void begin(ElementHead head) throws MkvException {
    Element element = head.element();
    if (element == Element.SEGMENT) {
      if (stage != Stage.EBML_HEADER) {
        throw MkvException.invalid("the stream has a second Segment, required: one");
      }
      stage = Stage.SEGMENT;
    } else if (element == Element.CLUSTER) {
      if (stage.compareTo(Stage.HEADER_COMPLETE) < 0) {
        throw MkvException.invalid("a Cluster comes before the end of Info and Tracks");
      }
      stage = Stage.CLUSTERS;
      clusters.describe(tags.take());
    } else if (stage == Stage.CLUSTERS && (element == Element.INFO || element == Element.TRACKS)) {
      throw MkvException.invalid(head + " comes after a Cluster, required: before the first");
    }
    ElementSink section = sectionOf(element);
    if (section != null) {
      section.begin(head);
    }
  }

  @Override
  public void value(ElementData data) throws MkvException {
    ElementSink section = sectionOf(data.element());
    if (section != null) {
      section.value(data);
    }
  }

  @Override
  public void skipped(Element element) throws MkvException {
    ElementSink section = sectionOf(element);
    if (section != null) {
      section.skipped(element);
    }
  }

  @Override
  public void end(Element element, long endOffset) throws MkvException {
    ElementSink section = sectionOf(element);
    if (section != null) {
      section.end(element, endOffset);
    }
    if (element == Element.INFO || element == Element.TRACKS) {
      announceHeader();
    } else if (element == Element.SEGMENT) {
      tags.endSegment();
    }
  }

  private void announceHeader() {
    MkvHeader header = headers.header();
    if (header != null) {
      stage = Stage.HEADER_COMPLETE;
      clusters.declare(header);
      listener.header(header);
    }
  }

  private @Nullable ElementSink sectionOf(@Nullable Element element) {
    Element section = element == null ? null : element.section();
    if (section == null) {
      return null;
    }
    return switch (section) {
      case EBML, INFO, TRACKS -> headers;
      case TAGS -> tags;
      case CLUSTER -> clusters;
      default -> null;
    };
  }
}
