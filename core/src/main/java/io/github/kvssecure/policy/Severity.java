package io.github.kvssecure.policy;

/** What a violation of a control means. */
public enum Severity {
  /** It is refused. */
  BLOCK,
  /** It goes on, with a warning in the log and an event. */
  WARN,
  /** It goes on, with an event. */
  INFORM
}
