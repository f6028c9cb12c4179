package io.github.kvssecure.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IAM policy document that is looked at, never sent: the role's, the key's, a session's.
 * Immutable.
 *
 * @param name what to call it in messages, for example a file name
 * @param json the document as it is deployed
 */
public record IamPolicyDocument(String name, String json) {

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

  /** Requires both. */
  public IamPolicyDocument {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(json, "json");
  }

  /**
   * Every text in the document: keys and values alike, unescaped.
   *
   * @return in order of appearance
   */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    Matcher literal = LITERAL.matcher(json);
    while (literal.find()) {
      texts.add(ESCAPE.matcher(literal.group(1)).replaceAll(IamPolicyDocument::unescaped));
    }
    return List.copyOf(texts);
  }

  private static String unescaped(java.util.regex.MatchResult escape) {
    String hex = escape.group(1);
    String text =
        hex == null
            ? String.valueOf(escape.group(2))
            : String.valueOf((char) Integer.parseInt(hex, 16));
    return Matcher.quoteReplacement(text);
  }
}
