/** Who signs: credential sources and the session credentials they give. */
@NullMarked
package io.github.kvssecure.identity;

import org.jspecify.annotations.NullMarked;
