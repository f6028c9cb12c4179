package io.github.kvssecure.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kvssecure.local.http.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A policy that belongs to a resource, such as a key policy: it names principals. Immutable. */
public final class ResourcePolicy {
  private final List<Entry> entries;

  /** What a resource policy says about one call. */
  public enum Verdict {
    /** A statement denies. */
    DENIED,
    /** A statement allows the caller, or everybody. */
    NAMED,
    /** A statement allows the caller's account, whose own policies decide. */
    DELEGATED,
    /** No statement is about the call. */
    SILENT
  }

  private record Entry(List<String> principals, Statement statement) {}

  private ResourcePolicy(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * Parses a document.
   *
   * @throws ServiceException {@code MalformedPolicyDocument} when it is not a policy whose
   *     statements name principals by {@code Principal}
   */
  public static ResourcePolicy parse(String json) throws ServiceException {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode statement : PolicyDocument.statements(json)) {
      JsonNode principal = statement.path("Principal");
      List<String> names =
          Statement.texts(principal.isObject() ? principal.path("AWS") : principal);
      // Services are principals too, but none calls as itself here.
      if (names.isEmpty() && !principal.has("Service")) {
        throw PolicyDocument.malformed("A statement needs a Principal.");
      }
      entries.add(new Entry(names, new Statement(statement)));
    }
    return new ResourcePolicy(List.copyOf(entries));
  }

  /** Judges one call by this policy alone. */
  public Verdict verdict(
      Caller caller, String action, String resource, Map<String, String> context) {
    Map<String, String> full = caller.complete(context);
    Verdict verdict = Verdict.SILENT;
    for (Entry entry : entries) {
      if (!entry.statement().applies(action, resource, full)) {
        continue;
      }
      boolean named = entry.principals().stream().anyMatch(caller::isNamedBy);
      boolean account = entry.principals().stream().anyMatch(caller::isOfAccount);
      if (entry.statement().deny() && (named || account)) {
        return Verdict.DENIED;
      }
      if (named) {
        verdict = Verdict.NAMED;
      } else if (account && verdict == Verdict.SILENT) {
        verdict = Verdict.DELEGATED;
      }
    }
    return verdict;
  }
}
