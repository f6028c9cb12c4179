package io.github.kvssecure.internal.session;

/** What a stream does after one of its uploads has ended. */
sealed interface NextStep {

  /** The media of the upload was over: the next one that the packager asked for follows. */
  record GoOn() implements NextStep {}

  /** It was cut between two fragments: the rest follows at once. */
  record Rotate() implements NextStep {}

  /**
   * It was quiet until the service closed it: it is replayed as soon as there is media again.
   *
   * @param reason what happened
   */
  record Rest(String reason) implements NextStep {}

  /**
   * It is replayed after a pause that grows.
   *
   * @param reason what happened
   */
  record Retry(String reason) implements NextStep {}

  /**
   * It is replayed to the endpoint that the service names now.
   *
   * @param reason what happened
   */
  record RefreshEndpoint(String reason) implements NextStep {}

  /**
   * It is replayed after a pause, wherever the service says then: nobody answered several times.
   *
   * @param reason what happened
   */
  record SeekEndpoint(String reason) implements NextStep {}

  /**
   * It is replayed if there are other credentials than those that were refused.
   *
   * @param cause the refusal
   */
  record RefreshCredentials(RuntimeException cause) implements NextStep {}

  /**
   * The stream fails: somebody must mend something first.
   *
   * @param cause what, with its remedy
   */
  record Stop(RuntimeException cause) implements NextStep {}
}
