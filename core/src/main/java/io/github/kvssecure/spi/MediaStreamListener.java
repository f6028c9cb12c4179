package io.github.kvssecure.spi;

/**
 * Told by a {@link MediaStream} what it wants. Calls come on any thread, some with the packager's
 * lock held: an implementation notes the fact and returns; it never blocks, throws, or calls back.
 */
public interface MediaStreamListener {

  /**
   * Media waits for a connection.
   *
   * @param upload names the new upload
   */
  void uploadRequested(UploadId upload);

  /**
   * Bytes of an upload can be read.
   *
   * @param upload which
   */
  void dataAvailable(UploadId upload);

  /**
   * All of an upload's media was read and acknowledged.
   *
   * @param upload which
   */
  void uploadComplete(UploadId upload);

  /**
   * A frame that was accepted, or the fragment it began, is gone without having been acknowledged.
   * Not called for what {@link MediaStream#discard} gave up.
   *
   * @param timecodeMillis the timestamp of the frame, or the timecode of the fragment
   * @param reason in the packager's words, without media or secrets
   */
  void mediaLost(long timecodeMillis, String reason);

  /**
   * The buffer is filling up.
   *
   * @param reason in the packager's words
   */
  void pressure(String reason);
}
