/** What the environment of the process says about the network: looked at, and only named. */
@NullMarked
package io.github.kvssecure.internal.ambient;

import org.jspecify.annotations.NullMarked;
