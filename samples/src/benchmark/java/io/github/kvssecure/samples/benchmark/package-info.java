/**
 * Measures this library against the vendor's producer, both sending to a sink on this machine that
 * does nothing but read and acknowledge. See {@code docs/performance.md}; not part of any artifact.
 */
@NullMarked
package io.github.kvssecure.samples.benchmark;

import org.jspecify.annotations.NullMarked;
