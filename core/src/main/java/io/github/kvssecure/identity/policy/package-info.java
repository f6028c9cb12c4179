/**
 * IAM policy documents as values: the narrowest ones for a stream, and a linter for those that
 * exist already. No network, no file.
 */
@NullMarked
package io.github.kvssecure.identity.policy;

import org.jspecify.annotations.NullMarked;
