package io.github.kvssecure.fake;

import io.github.kvssecure.spi.KeyDirectory;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KmsKeyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Knows one key. For one thread. */
public final class FakeKeyDirectory implements KeyDirectory {

  private final List<KmsKeyId> asked = new ArrayList<>();
  private boolean customerManaged = true;

  /** Says from now on that AWS manages the key. */
  public void managedByAws() {
    customerManaged = false;
  }

  public List<KmsKeyId> asked() {
    return List.copyOf(asked);
  }

  @Override
  public Optional<KeyDescription> describe(KmsKeyId key) {
    asked.add(key);
    return Optional.of(
        new KeyDescription(Camera.KEY.value(), customerManaged, "Enabled", "SYMMETRIC_DEFAULT"));
  }

  @Override
  public void close() {}
}
