/** A seeded storm of faults over many streams, which ends with an account of every frame. */
@NullMarked
package io.github.kvssecure.samples.storm;

import org.jspecify.annotations.NullMarked;
