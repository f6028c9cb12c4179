package io.github.kvssecure.fake;

import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.DataKeyTrial;
import io.github.kvssecure.spi.KeyDirectory;
import io.github.kvssecure.spi.KeyRotation;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KmsKeyId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows the camera's key by every name, and what a test tells it of others. For one thread. */
public final class FakeKeyDirectory implements KeyDirectory {

  private final List<KmsKeyId> asked = new ArrayList<>();
  private final Map<KmsKeyId, Optional<KeyDescription>> known = new HashMap<>();
  private KeyDescription otherwise = Keys.good(Keys.CAMERA);
  private DataKeyTrial trial = new DataKeyTrial.Permitted();
  private KeyRotation rotation = new KeyRotation.On(365);
  private @Nullable RuntimeException failure;

  /** Says from now on that AWS manages the key. */
  public void managedByAws() {
    otherwise = Keys.of(Keys.MANAGED_BY_AWS);
  }

  /** Describes every key like this from now on. */
  public FakeKeyDirectory describing(KeyDescription key) {
    otherwise = key;
    return this;
  }

  /** Lets a name mean a key. */
  public FakeKeyDirectory meaning(String name, KeyArn key) {
    known.put(KmsKeyId.of(name), Optional.of(Keys.good(key)));
    return this;
  }

  /** Knows no key of this name. */
  public FakeKeyDirectory missing(String name) {
    known.put(KmsKeyId.of(name), Optional.empty());
    return this;
  }

  /** Fails every call from now on. */
  public FakeKeyDirectory failing(RuntimeException cause) {
    failure = cause;
    return this;
  }

  /** Refuses every call from now on, as KMS does without the permission. */
  public FakeKeyDirectory denying() {
    return failing(new ControlPlaneException("AccessDeniedException", false, "no permission"));
  }

  /** Answers again. */
  public FakeKeyDirectory answering() {
    failure = null;
    return this;
  }

  public FakeKeyDirectory trying(DataKeyTrial outcome) {
    trial = outcome;
    return this;
  }

  public FakeKeyDirectory rotating(KeyRotation outcome) {
    rotation = outcome;
    return this;
  }

  public List<KmsKeyId> asked() {
    return List.copyOf(asked);
  }

  @Override
  public Optional<KeyDescription> describe(KmsKeyId key) {
    if (key.isAwsManagedAlias()) {
      throw new AssertionError("KMS would make the key of " + key);
    }
    asked.add(key);
    requireAnswer();
    return known.getOrDefault(key, Optional.of(otherwise));
  }

  @Override
  public DataKeyTrial tryDataKey(KeyArn key) {
    requireAnswer();
    return trial;
  }

  @Override
  public KeyRotation rotation(KeyArn key) {
    requireAnswer();
    return rotation;
  }

  private void requireAnswer() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {}
}
