/** JUnit support: one stand-in per test class, clean faults per test. */
@NullMarked
package io.github.kvssecure.local.junit;

import org.jspecify.annotations.NullMarked;
