/** Runs every sample as a user would, and looks at what comes out. */
@NullMarked
package io.github.kvssecure.samples;

import org.jspecify.annotations.NullMarked;
