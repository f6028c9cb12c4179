/** Stand-ins for the ports, written by hand, and one camera for all tests. */
@NullMarked
package io.github.kvssecure.fake;

import org.jspecify.annotations.NullMarked;
