/** Ports: media packaging, upload transport, control plane, key directory, credentials. */
@NullMarked
package io.github.kvssecure.spi;

import org.jspecify.annotations.NullMarked;
