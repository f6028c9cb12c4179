/** Signature Version 4, for control plane and upload alike; logs nothing. */
@NullMarked
package io.github.kvssecure.internal.signing;

import org.jspecify.annotations.NullMarked;
