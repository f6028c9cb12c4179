/**
 * The native media producer of the Amazon Kinesis Video Streams Producer SDK for Java, behind the
 * ports of this library.
 */
@NullMarked
package io.github.kvssecure.jni;

import org.jspecify.annotations.NullMarked;
