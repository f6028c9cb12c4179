package io.github.kvssecure.internal.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** System properties that are set until this is closed. */
final class SystemProperties implements AutoCloseable {

  private final Properties before = new Properties();
  private final Map<String, String> changed;

  SystemProperties(Map<String, String> changed) {
    this.changed = new HashMap<>(changed);
    before.putAll(System.getProperties());
    this.changed.forEach(System::setProperty);
  }

  @Override
  public void close() {
    changed
        .keySet()
        .forEach(
            name -> {
              String value = before.getProperty(name);
              if (value == null) {
                System.clearProperty(name);
              } else {
                System.setProperty(name, value);
              }
            });
  }
}
