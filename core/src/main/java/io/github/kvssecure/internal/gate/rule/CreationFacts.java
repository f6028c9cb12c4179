package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.KeyFacts.NamedKey;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.RetentionChange;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.Tags;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What rules about making, changing and deleting streams look at. All immutable. */
public final class CreationFacts {

  private CreationFacts() {}

  /**
   * The tags of a stream that is about to be made.
   *
   * @param stream which stream
   * @param tags within AWS's limits
   */
  public record TagsToSet(StreamName stream, Tags tags) {}

  /**
   * What is written beside the media of a stream.
   *
   * @param stream its name
   * @param identities names of who acts, by what they are: {@code session name}, {@code thing name}
   * @param tags what it is tagged with if it is made
   */
  public record PublishedMetadata(StreamName stream, Map<String, String> identities, Tags tags) {
    /** Copies the names. */
    public PublishedMetadata {
      identities = Collections.unmodifiableMap(new LinkedHashMap<>(identities));
    }
  }

  /**
   * A whole creation request, after its parts were judged.
   *
   * @param spec what is asked for
   * @param judged the controls that looked at a part of it
   * @param refused what they refuse
   */
  public record CreationRequest(StreamSpec spec, List<Control> judged, List<Violation> refused) {
    /** Copies the lists. */
    public CreationRequest {
      judged = List.copyOf(judged);
      refused = List.copyOf(refused);
    }
  }

  /**
   * A stream that was just made.
   *
   * @param spec what was asked for
   * @param made what CreateStream said was made
   * @param description what the service reports
   * @param asked the key that was asked for
   * @param actual the key that is reported, where it is in a known form
   */
  public record NewStream(
      StreamSpec spec,
      StreamArn made,
      StreamDescription description,
      Optional<NamedKey> asked,
      Optional<NamedKey> actual) {}

  /**
   * A stream that was to be made if it is missing, and is there already.
   *
   * @param stream which stream
   * @param refused what the policy refuses of it
   */
  public record StreamToAdopt(StreamName stream, List<Violation> refused) {
    /** Copies the list. */
    public StreamToAdopt {
      refused = List.copyOf(refused);
    }
  }

  /**
   * A change of retention that an administrator asks for.
   *
   * @param stream which stream
   * @param change from what the service reported just now
   */
  public record RetentionUpdate(StreamName stream, RetentionChange change) {

    /**
     * What is wanted.
     *
     * @return the new retention
     */
    public Retention wanted() {
      return change.to();
    }
  }

  /**
   * A deletion that an administrator asks for.
   *
   * @param seen the description that the administrator looked at
   * @param present what the service reports just now; empty if there is no such stream
   */
  public record Deletion(StreamDescription seen, Optional<StreamDescription> present) {}
}
