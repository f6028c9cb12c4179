/** Adapters to AWS SDK for Java 2.x: the only importer of its service packages. */
@NullMarked
package io.github.kvssecure.internal.aws;

import org.jspecify.annotations.NullMarked;
