/** The throw-away certificate authority and the TLS contexts made from it. */
@NullMarked
package io.github.kvssecure.local.tls;

import org.jspecify.annotations.NullMarked;
