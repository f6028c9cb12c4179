package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.internal.producer.ReadResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** One upload as the native stream sees it. Guarded by the client's lock. */
final class NativeUpload {

  private final long id;
  private final InputStream sdkInput;
  private final SentFragments sent = new SentFragments();
  private final ReadResult result = new ReadResult();
  private boolean readable;
  private boolean read;
  private long waiting;

  /**
   * @param id its number, as native code knows it
   * @param sdkInput the SDK's own reader, which must exist because the SDK closes it, and is never
   *     read
   */
  NativeUpload(long id, InputStream sdkInput) {
    this.id = id;
    this.sdkInput = sdkInput;
  }

  long id() {
    return id;
  }

  SentFragments sent() {
    return sent;
  }

  ReadResult result() {
    return result;
  }

  /**
   * Notes that native code offered data of it: not before the upload it follows is read out.
   *
   * @param bytes how much waits, by native code's count
   */
  void offered(long bytes) {
    readable = true;
    waiting = bytes;
  }

  /** How many bytes wait to be read, about: nothing depends on it but how large a read is. */
  long waiting() {
    return waiting;
  }

  /** Notes how much was read; where the room was used up, more waits than was known. */
  void took(int bytes, int room) {
    waiting = Math.max(waiting - bytes, bytes == room ? 2L * room : 0);
  }

  /** Notes that bytes of it have left. */
  void left(byte[] bytes, int length) {
    read = true;
    sent.follow(bytes, length);
  }

  /** Whether bytes of it have left. */
  boolean isRead() {
    return read;
  }

  boolean isReadable() {
    return readable;
  }

  void close() {
    try {
      sdkInput.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
