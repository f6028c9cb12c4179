/** Gets credentials for a device of AWS IoT: its key, its files, the mutual TLS call. */
@NullMarked
package io.github.kvssecure.internal.iot;

import org.jspecify.annotations.NullMarked;
