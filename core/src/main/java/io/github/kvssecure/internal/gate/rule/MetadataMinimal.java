package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.CreationFacts.PublishedMetadata;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * BP-07: what is written beside the media names no person and holds no secret. Names and tags are
 * seen by everybody who may list them or read the account's trail; metadata of fragments is looked
 * at when it is put ({@link FragmentMetadataMinimal}).
 *
 * @see <a href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/how-meta.html">Using
 *     streaming metadata</a>
 */
final class MetadataMinimal implements Rule<PublishedMetadata> {

  @Override
  public Control control() {
    return Control.BP_07;
  }

  @Override
  public Decision evaluate(PublishedMetadata facts, SecurityPolicy policy) {
    List<String> found = new ArrayList<>();
    look("the stream name", facts.stream().value(), found);
    facts.identities().forEach((where, text) -> look("the " + where, text, found));
    facts
        .tags()
        .asMap()
        .forEach(
            (key, value) -> {
              look("the key of a tag", key, found);
              look(TellingText.in(key).isEmpty() ? "the tag '" + key + "'" : "a tag", value, found);
            });
    return found.isEmpty()
        ? satisfied(
            "nothing personal or secret shows in the name, "
                + facts.identities().size()
                + " names of who acts and "
                + facts.tags().asMap().size()
                + " tags; metadata of fragments is looked at when it is put")
        : violatedAt("metadata of stream " + shown(facts))
            .found(String.join(", ", found))
            .required("names and tags without personal data and secrets")
            .remedy("name a place, a team or a device: .tag(\"owner\", \"door-team\")");
  }

  private static void look(String where, String text, List<String> found) {
    TellingText.in(text).forEach(kind -> found.add(kind + " in " + where));
  }

  /** A name that gives something away is not repeated in logs and reports. */
  private static String shown(PublishedMetadata facts) {
    String name = facts.stream().value();
    return TellingText.in(name).isEmpty() ? name : "(name not shown)";
  }
}
