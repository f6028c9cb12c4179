/** TLS, PutMedia framing, signing and acknowledgement parsing: the only sockets. */
@NullMarked
package io.github.kvssecure.internal.transport;

import org.jspecify.annotations.NullMarked;
