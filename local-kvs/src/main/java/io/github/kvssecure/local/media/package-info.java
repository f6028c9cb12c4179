/** The data plane: PutMedia with its acknowledgements, and GetMedia. */
@NullMarked
package io.github.kvssecure.local.media;

import org.jspecify.annotations.NullMarked;
