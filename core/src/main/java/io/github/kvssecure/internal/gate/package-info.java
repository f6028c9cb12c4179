/** The gate: the rules, the only class that turns a rule into a refusal, and who is told. */
@NullMarked
package io.github.kvssecure.internal.gate;

import org.jspecify.annotations.NullMarked;
