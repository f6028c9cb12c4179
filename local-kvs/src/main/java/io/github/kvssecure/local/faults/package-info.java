/** Faults that tests arm, and the count of how often each still happens. */
@NullMarked
package io.github.kvssecure.local.faults;

import org.jspecify.annotations.NullMarked;
