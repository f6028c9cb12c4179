/**
 * The AWS IoT credentials provider: temporary credentials for a device that shows its certificate.
 */
@NullMarked
package io.github.kvssecure.local.iot;

import org.jspecify.annotations.NullMarked;
