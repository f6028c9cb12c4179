package io.github.kvssecure.identity.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A policy document of IAM. Immutable.
 *
 * @param version of the policy language; {@code 2008-10-17} where a document names none
 * @param statements in order
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">grammar
 *     of the policy language</a>
 */
public record PolicyDocument(String version, List<PolicyStatement> statements) {

  private static final String FIRST_VERSION = "2008-10-17";
  private static final String VERSION_WITH_VARIABLES = "2012-10-17";

  private static final Set<String> MEMBERS = Set.of("Version", "Id", "Statement");

  /** Requires the version, and copies the statements. */
  public PolicyDocument {
    Objects.requireNonNull(version, "version");
    statements = List.copyOf(statements);
  }

  /**
   * Reads a document.
   *
   * @param json the document as IAM takes it
   * @return the document
   * @throws IllegalArgumentException if it is no JSON, names a member twice, or is no policy
   *     document; IAM refuses it too
   */
  public static PolicyDocument parse(String json) {
    if (!(PolicyJson.read(json) instanceof Map<?, ?> document)) {
      throw new IllegalArgumentException("a policy document is a JSON object");
    }
    for (Object member : document.keySet()) {
      if (!MEMBERS.contains(String.valueOf(member))) {
        throw new IllegalArgumentException("a policy document has no member \"" + member + "\"");
      }
    }
    Object statement = document.get("Statement");
    List<PolicyStatement> statements = new ArrayList<>();
    if (statement instanceof Map<?, ?> only) {
      statements.add(PolicyStatement.of(only));
    } else if (statement instanceof List<?> several) {
      for (Object one : several) {
        if (!(one instanceof Map<?, ?> members)) {
          throw new IllegalArgumentException("a statement is a JSON object");
        }
        statements.add(PolicyStatement.of(members));
      }
    }
    if (statements.isEmpty()) {
      throw new IllegalArgumentException("a policy document has at least one statement");
    }
    return new PolicyDocument(
        document.get("Version") instanceof String version ? version : FIRST_VERSION, statements);
  }

  /** Whether IAM puts something in the place of {@code ${...}}. */
  boolean hasVariables() {
    return version.equals(VERSION_WITH_VARIABLES);
  }

  /**
   * Whether an unconditional Deny for every resource takes an action away.
   *
   * @param action for example {@code kinesisvideo:GetMedia}
   * @return true if no Allow of this document can grant it
   */
  boolean alwaysDenies(String action) {
    return statements.stream()
        .anyMatch(
            statement ->
                statement.effect() == PolicyStatement.Effect.DENY
                    && statement.conditions().isEmpty()
                    && statement.resources().contains("*")
                    && statement.coversAction(action));
  }
}
