/**
 * What every media producer must do, as tests: an implementation passes by extending {@link
 * io.github.kvssecure.contract.MediaProducerContract}. What leaves is read by an independent
 * reader.
 */
@NullMarked
package io.github.kvssecure.contract;

import org.jspecify.annotations.NullMarked;
