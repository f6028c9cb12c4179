package io.github.kvssecure.internal.iot;

import io.github.kvssecure.identity.DeviceKey;
import io.github.kvssecure.internal.gate.rule.IotFacts.FileState;
import io.github.kvssecure.internal.gate.rule.IotFacts.FileState.Kind;
import io.github.kvssecure.internal.gate.rule.IotFacts.FileUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
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

  /**
   * As whom this process runs.
   *
   * @return the name of the user
   */
  static String processOwner() {
    try {
      // What the kernel says; a container may lack an entry for user.name.
      return Files.getOwner(Path.of("/proc/self")).getName();
    } catch (IOException | UnsupportedOperationException e) {
      return System.getProperty("user.name", "?");
    }
  }

  private static void add(List<FileState> states, Path file, FileUse use) {
    states.add(state(file, use));
    Path parent = file.toAbsolutePath().normalize().getParent();
    if (parent != null && states.stream().noneMatch(state -> state.path().equals(parent))) {
      states.add(state(parent, FileUse.DIRECTORY));
    }
  }

  private static FileState state(Path path, FileUse use) {
    try {
      PosixFileAttributes found =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new FileState(
          path,
          use,
          kind(found),
          Optional.of(found.owner().getName()),
          Optional.of(found.permissions()));
    } catch (UnsupportedOperationException e) {
      return withoutPermissions(path, use);
    } catch (IOException e) {
      return new FileState(path, use, Kind.MISSING, Optional.empty(), Optional.empty());
    }
  }

  private static FileState withoutPermissions(Path path, FileUse use) {
    try {
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new FileState(path, use, kind(found), Optional.empty(), Optional.empty());
    } catch (IOException e) {
      return new FileState(path, use, Kind.MISSING, Optional.empty(), Optional.empty());
    }
  }

  private static Kind kind(BasicFileAttributes found) {
    if (found.isSymbolicLink()) {
      return Kind.SYMBOLIC_LINK;
    }
    if (found.isDirectory()) {
      return Kind.DIRECTORY;
    }
    return found.isRegularFile() ? Kind.FILE : Kind.OTHER;
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
          return state(Path.of(named.group(1)).toRealPath(), FileUse.LIBRARY);
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
