/** One class or function for each rule, and the facts the rules are shown. */
@NullMarked
package io.github.kvssecure.internal.gate.rule;

import org.jspecify.annotations.NullMarked;
