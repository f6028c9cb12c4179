/** What is looked at once, when a producer is built: this build, this process, its class path. */
@NullMarked
package io.github.kvssecure.internal.startup;

import org.jspecify.annotations.NullMarked;
