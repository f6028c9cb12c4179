package io.github.kvssecure.fake;

import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KeyDescription.Kind;
import io.github.kvssecure.stream.KeyDescription.Life;
import io.github.kvssecure.stream.KeyDescription.Manager;
import java.time.Instant;
import java.util.Optional;

/** What KMS says of keys. */
public final class Keys {

  public static final KeyArn CAMERA = KeyArn.of(Camera.KEY.value());
  public static final KeyArn OTHER =
      KeyArn.of("arn:aws:kms:eu-central-1:123456789012:key/99999999-2222-3333-4444-555555555555");
  public static final Kind SYMMETRIC =
      new Kind(Manager.CUSTOMER, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT");
  public static final Kind SIGNING = new Kind(Manager.CUSTOMER, "ECC_NIST_P256", "SIGN_VERIFY");
  public static final Kind MANAGED_BY_AWS =
      new Kind(Manager.AWS, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT");

  private Keys() {}

  /** An enabled customer managed key. */
  public static KeyDescription good(KeyArn arn) {
    return new KeyDescription(arn, SYMMETRIC, Life.ENABLED, Optional.empty());
  }

  public static KeyDescription of(Kind kind) {
    return new KeyDescription(CAMERA, kind, Life.ENABLED, Optional.empty());
  }

  public static KeyDescription inState(String state) {
    return living(new Life(state, Optional.empty(), Optional.empty()));
  }

  public static KeyDescription deletedAt(Instant end) {
    return living(new Life("PendingDeletion", Optional.of(end), Optional.empty()));
  }

  public static KeyDescription endingAt(Instant end) {
    return living(new Life("Enabled", Optional.empty(), Optional.of(end)));
  }

  private static KeyDescription living(Life life) {
    return new KeyDescription(CAMERA, SYMMETRIC, life, Optional.empty());
  }
}
