package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.TextSeen;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.List;
import java.util.regex.Pattern;

/**
 * MKV-07: an upload names the software that wrote it and nothing else: no person, no device, no
 * place, and no element that carries files or chapters, wherever in it they come.
 */
final class HeaderNotPrivate implements Rule<TextSeen> {

  /** The packagers that there are, with a version at most. */
  private static final Pattern SOFTWARE =
      Pattern.compile(
          "Secure KVS Producer|Kinesis Video SDK( [0-9.]{1,12})?( kvs-secure-producer/[0-9.]{1,12})?");

  @Override
  public Control control() {
    return Control.MKV_07;
  }

  @Override
  public Decision evaluate(TextSeen facts, SecurityPolicy policy) {
    List<String> strange =
        facts.text().stream().filter(text -> !SOFTWARE.matcher(text).matches()).toList();
    if (strange.isEmpty() && facts.unneeded().isEmpty()) {
      return satisfied("written by " + facts.text());
    }
    return violatedAt("stream " + facts.stream())
        .found(
            strange.size() + " texts that name no known packager, and elements " + facts.unneeded())
        .required("the packager's name alone; no attachments, chapters, cues or seek heads")
        .remedy(MediaRules.OTHER_PACKAGER);
  }
}
