package io.github.kvssecure.internal.transport;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLProtocolException;

/**
 * TLS over a non-blocking socket, or inside the TLS of a proxy. Not thread-safe: its connection
 * lets one thread in at a time. Its buffers are made once. Nothing here blocks; what cannot go on
 * says what it waits for.
 */
final class TlsChannel {

  /**
   * The most bytes of plain text in one record that JSSE does not split in two. TLS 1.3 allows
   * 16384 with the content type and padding (RFC 8446, 5.1 and 5.4), and JSSE pads with 16 zeros.
   */
  static final int MAX_RECORD_PAYLOAD = 16_367;

  /** Records that are collected for one write to the socket: 64 KiB of them. */
  private static final int RECORDS_PER_WRITE = 4;

  /**
   * More than any handshake has: JSSE takes messages of 32 KiB. A peer that goes on, with warnings
   * or other records that change nothing, would keep this thread for as long as it likes.
   */
  private static final int MAX_HANDSHAKE_BYTES = 256 * 1024;

  /** Records in a row without payload: tickets and new keys are few (RFC 8446, 4.6). */
  private static final int MAX_EMPTY_RECORDS = 64;

  private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

  /** How far the handshake has come. */
  enum Progress {
    /** It is over. */
    DONE,
    /** It waits for bytes from the peer. */
    NEEDS_INPUT,
    /** It waits for room in the socket. */
    NEEDS_ROOM,
    /** It waits for {@link #runTasks}, which may take long. */
    NEEDS_TASKS
  }

  private final Link link;
  private final SSLEngine engine;
  private final ByteBuffer encryptedIn;
  private final ByteBuffer plainIn;
  private final int packetSize;

  /** Always in filling mode; what lies before {@link #sent} is with the kernel already. */
  private final ByteBuffer encryptedOut;

  private final ByteBuffer unsent;
  private int sent;
  private int handshakeBytes;
  private int emptyRecords;

  /**
   * TLS over this link.
   *
   * @param link connected; stays the caller's to close
   * @param engine configured; its handshake has not begun
   */
  TlsChannel(Link link, SSLEngine engine) {
    this.link = link;
    this.engine = engine;
    this.packetSize = engine.getSession().getPacketBufferSize();
    this.encryptedIn = ByteBuffer.allocate(packetSize).limit(0);
    this.plainIn = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).limit(0);
    this.encryptedOut = ByteBuffer.allocate(RECORDS_PER_WRITE * packetSize);
    this.unsent = encryptedOut.duplicate();
  }

  /** The engine, to read what it negotiated. */
  SSLEngine engine() {
    return engine;
  }

  /**
   * Takes the handshake as far as it goes now.
   *
   * @return what it waits for
   * @throws EOFException if the peer closed the connection
   * @throws IOException if it failed; the peer was told if there was room
   */
  Progress handshake() throws IOException {
    try {
      while (true) {
        if (!flush()) {
          return Progress.NEEDS_ROOM;
        }
        switch (engine.getHandshakeStatus()) {
          case NEED_TASK -> {
            return Progress.NEEDS_TASKS;
          }
          case NEED_WRAP -> EngineStep.requireOpen(engine.wrap(NOTHING, encryptedOut));
          case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
            if (!unwrapHandshake()) {
              return Progress.NEEDS_INPUT;
            }
          }
          default -> {
            return Progress.DONE;
          }
        }
      }
    } catch (SSLException e) {
      tellPeer();
      throw e;
    }
  }

  /** Starts the handshake. */
  void beginHandshake() throws SSLException {
    engine.beginHandshake();
  }

  /** Runs what the handshake waits for: certificate checks and key agreement. */
  void runTasks() {
    Runnable task = engine.getDelegatedTask();
    while (task != null) {
      task.run();
      task = engine.getDelegatedTask();
    }
  }

  /**
   * Decrypts the next bytes that have arrived; they are then in {@link #received}.
   *
   * @return how many; 0 if none have arrived, -1 if the peer ended the connection with close_notify
   * @throws EOFException if the connection ended without close_notify
   * @throws IOException if it broke
   */
  int read() throws IOException {
    while (true) {
      plainIn.clear();
      SSLEngineResult result = engine.unwrap(encryptedIn, plainIn);
      plainIn.flip();
      if (result.getStatus() == Status.CLOSED) {
        return -1;
      }
      EngineStep.refuseRenegotiation(engine, result);
      if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
        runTasks();
      }
      if (plainIn.hasRemaining()) {
        emptyRecords = 0;
        return plainIn.remaining();
      }
      if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
        if (fill() == 0) {
          return 0;
        }
      } else {
        EngineStep.requireProgress(result);
        if (++emptyRecords > MAX_EMPTY_RECORDS) {
          throw new SSLProtocolException("the peer sends records without content");
        }
      }
    }
  }

  /** What the last {@link #read} decrypted; consume it before the next. */
  ByteBuffer received() {
    return plainIn;
  }

  /** Whether {@link #write} can take another record before a {@link #flush}. */
  boolean hasRoom() {
    return sent == 0 && encryptedOut.remaining() >= packetSize;
  }

  /** Whether encrypted bytes wait for room in the socket. */
  boolean hasUnsent() {
    return encryptedOut.position() > sent;
  }

  /**
   * Encrypts these bytes, best at most {@link #MAX_RECORD_PAYLOAD} of them; {@link #flush} sends
   * them.
   *
   * @param sources consumed as far as there is room
   * @param count how many of the sources
   * @return whether all were consumed; if not, flush and call again
   * @throws SSLException if the TLS layer failed or the peer ended the connection
   */
  boolean write(ByteBuffer[] sources, int count) throws SSLException {
    while (hasRemaining(sources, count)) {
      if (!hasRoom()) {
        return false;
      }
      SSLEngineResult result = engine.wrap(sources, 0, count, encryptedOut);
      EngineStep.requireOpen(result);
      if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
        runTasks();
      }
      EngineStep.requireProgress(result);
    }
    return true;
  }

  /**
   * Sends what is encrypted, as far as the socket has room.
   *
   * @return whether everything is sent
   * @throws IOException if the connection broke
   */
  boolean flush() throws IOException {
    int end = encryptedOut.position();
    if (sent < end) {
      unsent.limit(end).position(sent);
      link.write(unsent);
      sent = unsent.position();
    }
    if (sent < end) {
      return false;
    }
    encryptedOut.clear();
    sent = 0;
    return link.flush();
  }

  /** How many bytes the socket has taken since the beginning. */
  long bytesSent() {
    return link.bytesSent();
  }

  /** Says goodbye with close_notify, unless other bytes still wait; failures do not matter now. */
  void closeOutbound() {
    engine.closeOutbound();
    tellPeer();
  }

  private void tellPeer() {
    try {
      if (!hasUnsent() && engine.wrap(NOTHING, encryptedOut).bytesProduced() > 0) {
        flush();
      }
    } catch (IOException e) {
      // The connection is being given up; its own failure is reported, not this one.
      encryptedOut.clear();
      sent = 0;
    }
  }

  private boolean unwrapHandshake() throws IOException {
    plainIn.clear();
    SSLEngineResult result = engine.unwrap(encryptedIn, plainIn);
    plainIn.flip();
    EngineStep.requireOpen(result);
    if (plainIn.hasRemaining()) {
      throw new SSLProtocolException("there is application data in the handshake");
    }
    if (result.getStatus() != Status.BUFFER_UNDERFLOW) {
      return true;
    }
    int count = fill();
    handshakeBytes += count;
    if (handshakeBytes > MAX_HANDSHAKE_BYTES) {
      throw new SSLProtocolException(
          "the peer's handshake is longer than " + MAX_HANDSHAKE_BYTES + " bytes");
    }
    return count > 0;
  }

  /**
   * Reads from the socket; 0 if nothing has arrived. JSSE waits for records of up to 33 kB; without
   * room for one, nothing would ever arrive, although the socket has something to read.
   */
  private int fill() throws IOException {
    encryptedIn.compact();
    try {
      if (!encryptedIn.hasRemaining()) {
        throw new SSLProtocolException("the peer announces a record longer than TLS allows");
      }
      int count = link.read(encryptedIn);
      if (count < 0) {
        throw new EOFException("the connection ended without close_notify");
      }
      return count;
    } finally {
      encryptedIn.flip();
    }
  }

  private static boolean hasRemaining(ByteBuffer[] sources, int count) {
    for (int i = 0; i < count; i++) {
      if (sources[i].hasRemaining()) {
        return true;
      }
    }
    return false;
  }
}
