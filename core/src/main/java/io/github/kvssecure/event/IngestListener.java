package io.github.kvssecure.event;

/**
 * Told what happens: the seam for audit and metrics.
 *
 * <p>Calls come on any thread, also on the one that puts frames, and for one stream in order of
 * happening where one thing causes the other. A listener returns quickly, does not block and does
 * not call back into the stream; what it throws is logged and otherwise ignored.
 */
@FunctionalInterface
public interface IngestListener {

  /** Ignores everything. */
  IngestListener NONE = event -> {};

  /**
   * Something happened.
   *
   * @param event what; holds no secret
   */
  void on(IngestEvent event);
}
