package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.Tag;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TagsSeen;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * MKV-06: a fragment has ten tags at most, within their lengths, and none that only the service
 * writes. A consumer would take such a tag for the service's word on where the media is from.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/how-meta.html">metadata</a>
 */
final class MetadataBounded implements Rule<TagsSeen> {

  private static final int MOST_TAGS = 10;
  private static final int MOST_NAME_BYTES = 128;
  private static final int MOST_VALUE_BYTES = 256;
  private static final String RESERVED = "AWS";

  /** What producers are meant to write. */
  private static final Set<String> SANCTIONED =
      Set.of(
          "AWS_KINESISVIDEO_NOTIFICATION",
          "AWS_KINESISVIDEO_IMAGE_GENERATION",
          "AWS_KINESISVIDEO_IMAGE_PREFIX",
          "AWS_KINESISVIDEO_END_OF_FRAGMENT");

  @Override
  public Control control() {
    return Control.MKV_06;
  }

  @Override
  public Decision evaluate(TagsSeen facts, SecurityPolicy policy) {
    List<Tag> tags = facts.tags();
    List<String> wrong =
        tags.stream().filter(MetadataBounded::isWrong).map(MetadataBounded::inWords).toList();
    if (tags.size() <= MOST_TAGS && wrong.isEmpty()) {
      return satisfied(tags.size() + " tags");
    }
    return violatedAt("stream " + facts.stream())
        .found(tags.size() + " tags on a fragment, of these wrong: " + wrong)
        .required(
            "at most 10 tags, names of 1 to 128 bytes that do not begin with AWS, values up to 256")
        .remedy("choose shorter tags with names of your own");
  }

  private static boolean isWrong(Tag tag) {
    return tag.nameBytes() < 1
        || tag.nameBytes() > MOST_NAME_BYTES
        || tag.valueBytes() > MOST_VALUE_BYTES
        || (tag.name().toUpperCase(Locale.ROOT).startsWith(RESERVED)
            && !SANCTIONED.contains(tag.name()));
  }

  /** A name of AWS is told; one of the application may say something. */
  private static String inWords(Tag tag) {
    String lengths = " (" + tag.nameBytes() + " and " + tag.valueBytes() + " bytes)";
    return (tag.name().startsWith(RESERVED) ? "a name that begins with AWS" : "a tag") + lengths;
  }
}
