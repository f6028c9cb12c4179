/** Tests of the Matroska reader and writer. */
@NullMarked
package io.github.kvssecure.local.mkv;

import org.jspecify.annotations.NullMarked;
