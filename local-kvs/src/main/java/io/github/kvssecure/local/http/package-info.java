/**
 * A small strict HTTP/1.1 server over TLS: full duplex, so that an answer can flow while the
 * request body still arrives.
 */
@NullMarked
package io.github.kvssecure.local.http;

import org.jspecify.annotations.NullMarked;
