/** One-screen programs that show how the library is used; each is run by a test. */
@NullMarked
package io.github.kvssecure.samples;

import org.jspecify.annotations.NullMarked;
