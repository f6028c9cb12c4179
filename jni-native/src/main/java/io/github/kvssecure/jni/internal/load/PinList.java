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
    if (column.length != 6) {
      throw new NativeLibraryException("a pin has 6 columns, found " + column.length);
    }
    String refusal = column[5].strip();
    return new PinnedLibrary(
        column[0].strip(),
        column[1].strip(),
        column[2].strip(),
        column[3].strip(),
        column[4].strip(),
        refusal.isEmpty() ? Optional.empty() : Optional.of(refusal));
  }

  /** All of them, those that are never loaded too. */
  List<PinnedLibrary> all() {
    return pins;
  }

  /** The library with this content, if it is known. */
  Optional<PinnedLibrary> withHash(String sha256) {
    return pins.stream().filter(pin -> pin.sha256().equals(sha256)).findFirst();
  }

  /**
   * The library that may be loaded on a platform.
   *
   * @throws NativeLibraryException if there is none; says why, where one exists all the same
   */
  PinnedLibrary require(Platform platform) {
    List<PinnedLibrary> here =
        pins.stream().filter(pin -> pin.platform().equals(platform.id())).toList();
    return here.stream()
        .filter(pin -> pin.refusal().isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                new NativeLibraryException(
                    "there is no native producer for "
                        + platform
                        + here.stream()
                            .flatMap(pin -> pin.refusal().stream())
                            .findFirst()
                            .map(refusal -> " (" + refusal + ")")
                            .orElse("")
                        + "; supported: "
                        + supported()
                        + "; "
                        + platform.remedy()));
  }

  private String supported() {
    return pins.stream()
        .filter(pin -> pin.refusal().isEmpty())
        .map(PinnedLibrary::platform)
        .collect(Collectors.joining(", "));
  }
}
