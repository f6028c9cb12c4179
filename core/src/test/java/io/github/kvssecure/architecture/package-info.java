/** The rules of the layout, kept by machine. */
@NullMarked
package io.github.kvssecure.architecture;

import org.jspecify.annotations.NullMarked;
