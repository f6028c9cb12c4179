/**
 * Proofs of controls: how tests claim them, how they are counted, and the check over all modules.
 */
@NullMarked
package io.github.kvssecure.proof;

import org.jspecify.annotations.NullMarked;
