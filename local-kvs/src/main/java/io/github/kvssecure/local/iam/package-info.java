/** Identities, their credentials and the evaluation of their policies. */
@NullMarked
package io.github.kvssecure.local.iam;

import org.jspecify.annotations.NullMarked;
