package io.github.kvssecure.identity;

import java.util.Objects;

/**
 * A device of AWS IoT: its name, its key, and how its stream is named. Immutable.
 *
 * @param thing its name in the registry, attached to its certificate
 * @param key its private key and certificate
 * @param binding how the name of its stream follows from its identity
 */
public record Device(ThingName thing, DeviceKey key, StreamBinding binding) {
  /** Requires all three. */
  public Device {
    Objects.requireNonNull(thing, "thing");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(binding, "binding");
  }

  /**
   * A device whose stream is called as its thing.
   *
   * @param thing its name in the registry
   * @param key its private key and certificate
   * @return the device
   */
  public static Device of(ThingName thing, DeviceKey key) {
    return new Device(thing, key, StreamBinding.byThingName());
  }

  /**
   * The same device whose stream is named in another way.
   *
   * @param other how
   * @return a copy
   */
  public Device withStreamNamedBy(StreamBinding other) {
    return new Device(thing, key, other);
  }
}
