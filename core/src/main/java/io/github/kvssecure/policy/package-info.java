/** Security policy as values: controls, decisions, violations, presets. No I/O. */
@NullMarked
package io.github.kvssecure.policy;

import org.jspecify.annotations.NullMarked;
