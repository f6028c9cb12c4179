package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedPartsTest {

  private final List<String> closed = new ArrayList<>();

  private void close(String part) {
    closed.add(part);
    switch (part) {
      case "exception" -> throw new IllegalStateException(part);
      case "error" -> throw new LinkageError(part);
      default -> {}
    }
  }

  private void open(String... parts) {
    try (OpenedParts opened = new OpenedParts()) {
      for (String part : parts) {
        assertThat(opened.add(part, this::close)).isEqualTo(part);
      }
      throw new OutOfMemoryError("no thread");
    }
  }

  @Test
  void partsOfWhatWasNotFinished_areClosedLastFirst() {
    assertThatThrownBy(() -> open("first", "second", "third")).isInstanceOf(OutOfMemoryError.class);

    assertThat(closed).containsExactly("third", "second", "first");
  }

  @Test
  void partsThatCannotBeClosed_keepNoOtherOpen() {
    assertThatThrownBy(() -> open("first", "error", "second", "exception", "third"))
        .isInstanceOf(OutOfMemoryError.class)
        .satisfies(
            thrown -> {
              assertThat(thrown.getSuppressed())
                  .hasExactlyElementsOfTypes(IllegalStateException.class);
              assertThat(thrown.getSuppressed()[0].getSuppressed())
                  .hasExactlyElementsOfTypes(LinkageError.class);
            });

    assertThat(closed).containsExactly("third", "exception", "second", "error", "first");
  }

  @Test
  void partsThatAreKept_stayOpen() {
    try (OpenedParts opened = new OpenedParts()) {
      opened.add("first", this::close);
      opened.keep();
    }

    assertThat(closed).isEmpty();
  }
}
