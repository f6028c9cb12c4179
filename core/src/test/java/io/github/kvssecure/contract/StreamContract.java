package io.github.kvssecure.contract;

import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.stream.StreamSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** A part of the contract that opens streams; they are closed after each test. */
abstract class StreamContract {

  final ContractListener listener = new ContractListener();
  private final List<MediaStream> opened = new ArrayList<>();

  abstract Subject subject();

  @AfterEach
  void closeStreams() {
    opened.forEach(MediaStream::close);
  }

  MediaStream open(StreamSpec spec) {
    MediaStream stream = ContractMedia.open(subject().producer(), spec, listener);
    opened.add(stream);
    return stream;
  }

  MediaStream openVideo() {
    return open(ContractMedia.spec(ContractMedia.video()));
  }

  ReadingService service(MediaStream stream) throws InterruptedException {
    return ReadingService.next(stream, listener);
  }

  /** A service that has read so many frames of one track. */
  ReadingService serviceThatRead(MediaStream stream, int frames) throws Exception {
    ContractMedia.putVideo(stream, 0, frames);
    ReadingService service = service(stream);
    service.readAvailable();
    return service;
  }

  static long fragment(int number) {
    return ContractMedia.fragment(number);
  }

  static List<Integer> frames(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
