package io.github.kvssecure.jni.internal.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The native libraries this module knows, read from {@code pins.txt} beside this class. Immutable.
 */
final class PinList {

  private final List<PinnedLibrary> pins;

  PinList(List<PinnedLibrary> pins) {
    this.pins = List.copyOf(pins);
  }

  /** The list in this jar. */
  static PinList bundled() {
    InputStream text = PinList.class.getResourceAsStream("pins.txt");
    if (text == null) {
      throw new NativeLibraryException("pins.txt is missing from this jar; use an unmodified jar");
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
      return new PinList(
          reader
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(PinList::parse)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PinnedLibrary parse(String line) {
    String[] column = line.split("\\|", -1);
    if (column.length != 5) {
      throw new NativeLibraryException("a pin has 5 columns, found " + column.length);
    }
    String refusal = column[4].strip();
    return new PinnedLibrary(
        column[0].strip(),
        column[1].strip(),
        column[2].strip(),
        column[3].strip(),
        refusal.isEmpty() ? Optional.empty() : Optional.of(refusal));
  }

  /**
   * The library for a platform.
   *
   * @throws NativeLibraryException if there is none that may be loaded
   */
  PinnedLibrary require(Platform platform) {
    PinnedLibrary pin =
        find(platform).orElseThrow(() -> new NativeLibraryException(unsupported(platform, "")));
    if (pin.refusal().isPresent()) {
      throw new NativeLibraryException(unsupported(platform, ": " + pin.refusal().get()));
    }
    return pin;
  }

  Optional<PinnedLibrary> find(Platform platform) {
    return pins.stream().filter(pin -> pin.platform().equals(platform.id())).findFirst();
  }

  private String unsupported(Platform platform, String because) {
    return "the native producer does not run on "
        + platform
        + because
        + "; supported: "
        + pins.stream()
            .filter(pin -> pin.refusal().isEmpty())
            .map(PinnedLibrary::platform)
            .collect(Collectors.joining(", "))
        + "; run on one of these (on Alpine, use a glibc image), or give SecureProducer a"
        + " MediaProducer of your own";
  }
}
