package io.github.kvssecure.local.junit;

import io.github.kvssecure.local.LocalKvs;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives the tests of a class one stand-in: declare a parameter of type {@link LocalKvs} in a test,
 * a lifecycle method or the constructor. It starts when first asked for and stops after the class.
 * Before every test armed faults and recorded calls are forgotten; streams and keys stay, so tests
 * that share a class use stream names of their own.
 *
 * <pre>{@code
 * @ExtendWith(LocalKvsExtension.class)
 * class UploadTest {
 *   @Test
 *   void frameArrives(LocalKvs kvs) { ... }
 * }
 * }</pre>
 */
public final class LocalKvsExtension
    implements ParameterResolver, BeforeEachCallback, AfterAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(LocalKvsExtension.class);

  /** Made by JUnit. */
  public LocalKvsExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
    return parameter.getParameter().getType() == LocalKvs.class;
  }

  @Override
  public LocalKvs resolveParameter(ParameterContext parameter, ExtensionContext extension) {
    ExtensionContext.Store store = store(extension);
    // Not computeIfAbsent, which JUnit 5 does not have.
    synchronized (LocalKvsExtension.class) {
      LocalKvs kvs = store.get(extension.getRequiredTestClass(), LocalKvs.class);
      if (kvs == null) {
        kvs = LocalKvs.start();
        store.put(extension.getRequiredTestClass(), kvs);
      }
      return kvs;
    }
  }

  @Override
  public void beforeEach(ExtensionContext extension) {
    LocalKvs kvs = store(extension).get(extension.getRequiredTestClass(), LocalKvs.class);
    if (kvs != null) {
      kvs.disarm();
      kvs.clearCalls();
    }
  }

  /**
   * Closes at once and not when JUnit tears the store down, so that a nested class does not outlive
   * its use.
   */
  @Override
  public void afterAll(ExtensionContext extension) {
    LocalKvs kvs = store(extension).remove(extension.getRequiredTestClass(), LocalKvs.class);
    if (kvs != null) {
      kvs.close();
    }
  }

  /** The store of the root, because a method's own store ends with the method. */
  private static ExtensionContext.Store store(ExtensionContext extension) {
    return extension.getRoot().getStore(NAMESPACE);
  }
}
