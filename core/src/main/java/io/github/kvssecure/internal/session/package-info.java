/** The life of an open stream: opening, streaming, draining, closed. */
@NullMarked
package io.github.kvssecure.internal.session;

import org.jspecify.annotations.NullMarked;
