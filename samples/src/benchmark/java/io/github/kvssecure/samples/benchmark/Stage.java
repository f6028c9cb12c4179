package io.github.kvssecure.samples.benchmark;

import io.github.kvssecure.Packaging;
import io.github.kvssecure.local.LocalKvs;
import java.io.IOException;

/**
 * What clients play against, and how.
 *
 * @param sink where media goes
 * @param control the control plane of this library
 * @param materials what all processes share
 * @param packaging of this library
 */
record Stage(Child sink, LocalKvs control, Materials materials, Packaging packaging) {

  /** Starts a client in a process of its own, which answers when it is ready. */
  Child start(String which) throws IOException {
    return Worker.start(which, materials, packaging);
  }
}
