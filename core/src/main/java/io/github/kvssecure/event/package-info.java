/** What happened, for audit and metrics: one listener, sealed events. */
@NullMarked
package io.github.kvssecure.event;

import org.jspecify.annotations.NullMarked;
