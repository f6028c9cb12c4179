/** Streams as values: what is asked for (spec) and what the service reports (description). */
@NullMarked
package io.github.kvssecure.stream;

import org.jspecify.annotations.NullMarked;
