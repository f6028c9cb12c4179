/** The gate: the rules, and the only class that turns a rule into a refusal. */
@NullMarked
package io.github.kvssecure.internal.gate;

import org.jspecify.annotations.NullMarked;
