/**
 * Verification of AWS Signature Version 4, written from the specification and independent of the
 * AWS SDK.
 */
@NullMarked
package io.github.kvssecure.local.sigv4;

import org.jspecify.annotations.NullMarked;
