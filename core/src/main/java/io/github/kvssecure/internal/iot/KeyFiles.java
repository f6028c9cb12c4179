package io.github.kvssecure.internal.iot;

import io.github.kvssecure.identity.DeviceKey;
import io.github.kvssecure.internal.files.FileStates;
import io.github.kvssecure.internal.gate.rule.FileFacts.FileState;
import io.github.kvssecure.internal.gate.rule.FileFacts.FileState.Kind;
import io.github.kvssecure.internal.gate.rule.FileFacts.FileUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the files of a device key, without following links. Thread-safe. */
final class KeyFiles {

  /** A path, bare or in quotes, perhaps with a comment behind it. */
  private static final Pattern LIBRARY =
      Pattern.compile("\\s*library\\s*=\\s*\"?([^\"#]*[^\"#\\s])\"?\\s*(?:#.*)?");

  private KeyFiles() {}

  /**
   * The files of a key and the directories they are in.
   *
   * @param source where the key is
   * @return empty if it is in no file
   */
  static List<FileState> of(DeviceKey source) {
    List<FileState> states = new ArrayList<>();
    if (source instanceof DeviceKey.PemFiles pem) {
      add(states, pem.privateKey(), FileUse.PRIVATE_KEY);
      add(states, pem.certificate(), FileUse.CERTIFICATE);
    } else if (source instanceof DeviceKey.Pkcs12File pkcs12) {
      add(states, pkcs12.file(), FileUse.PRIVATE_KEY);
    } else if (source instanceof DeviceKey.Pkcs11Token token) {
      add(states, token.configuration(), FileUse.CONFIGURATION);
      states.add(library(token.configuration()));
    }
    return List.copyOf(states);
  }

  private static void add(List<FileState> states, Path file, FileUse use) {
    states.add(FileStates.of(file, use));
    Path parent = file.toAbsolutePath().normalize().getParent();
    if (parent != null && states.stream().noneMatch(state -> state.path().equals(parent))) {
      states.add(FileStates.of(parent, FileUse.DIRECTORY));
    }
  }

  /**
   * The library that a configuration of SunPKCS11 names; links to it are the distribution's. One
   * that cannot be told from the text, such as a path with a property in it, counts as missing:
   * SunPKCS11 would load it all the same.
   */
  private static FileState library(Path configuration) {
    try {
      for (String line : Files.readAllLines(configuration)) {
        Matcher named = LIBRARY.matcher(line);
        if (named.matches()) {
          return FileStates.of(Path.of(named.group(1)).toRealPath(), FileUse.LIBRARY);
        }
      }
    } catch (IOException | RuntimeException e) {
      // As if none were named.
    }
    return new FileState(
        Path.of("named in " + configuration.getFileName()),
        FileUse.LIBRARY,
        Kind.MISSING,
        Optional.empty(),
        Optional.empty());
  }
}
