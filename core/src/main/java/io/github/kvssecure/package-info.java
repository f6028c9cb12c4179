/** The front door: {@link io.github.kvssecure.SecureProducer} and the streams it opens. */
@NullMarked
package io.github.kvssecure;

import org.jspecify.annotations.NullMarked;
