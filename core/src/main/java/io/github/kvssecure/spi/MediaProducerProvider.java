package io.github.kvssecure.spi;

/**
 * Finds and loads a {@link MediaProducer}; found itself through {@link java.util.ServiceLoader}.
 * Implementations have a public no-argument constructor that does nothing.
 */
public interface MediaProducerProvider {

  /**
   * What it is called in reports.
   *
   * @return for example {@code native 1.12.0}
   */
  String name();

  /**
   * Whether the media producer in Java may take its place where it cannot run.
   *
   * @return false where somebody named what is to be loaded, which is then loaded or nothing is
   */
  default boolean mayBeReplaced() {
    return true;
  }

  /**
   * The media producer of this process; made on the first call, the same afterwards. Thread-safe.
   *
   * @return the media producer
   * @throws NativeLoadException if it cannot run on this machine; the same failure every time
   */
  MediaProducer mediaProducer();
}
