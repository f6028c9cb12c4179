/** Looks at files of this machine, for the rules about them. */
@NullMarked
package io.github.kvssecure.internal.files;

import org.jspecify.annotations.NullMarked;
