package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.internal.producer.ReadResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;

/** One upload as the native stream sees it. Guarded by the client's lock. */
final class NativeUpload {

  private final long id;
  private final InputStream sdkInput;
  private final SentFragments sent = new SentFragments();
  private final LeavingBytes leaving;
  private final ReadResult result = new ReadResult();
  private boolean readable;
  private boolean read;
  private long waiting;

  /**
   * @param id its number, as native code knows it
   * @param sdkInput the SDK's own reader, which must exist because the SDK closes it, and is never
   *     read
   * @param leftOut the timecodes of the fragments that it leaves out; may change meanwhile
   */
  NativeUpload(long id, InputStream sdkInput, Set<Long> leftOut) {
    this.id = id;
    this.sdkInput = sdkInput;
    this.leaving = new LeavingBytes(leftOut);
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

  /**
   * Notes that native code gave bytes of it.
   *
   * @return whether all of them leave; if not, those that do are to be {@link #taken}
   */
  boolean left(byte[] bytes, int length) {
    read = true;
    sent.follow(bytes, length);
    return leaving.follow(bytes, length);
  }

  /** Moves bytes that leave to their destination; says how many. */
  int taken(byte[] buffer) {
    return leaving.taken(buffer);
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
