/**
 * A zoo of TLS peers, good and bad, made afresh by the tests: what they show, how they behave, and
 * what is to be thought of them. Each kind of connection of the library visits all of them.
 */
@NullMarked
package io.github.kvssecure.zoo;

import org.jspecify.annotations.NullMarked;
