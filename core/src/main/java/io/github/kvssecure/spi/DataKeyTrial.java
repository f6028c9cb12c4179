package io.github.kvssecure.spi;

/** What KMS said to a data key that was asked for as a dry run. */
public sealed interface DataKeyTrial {

  /** The same call would have given a data key. */
  record Permitted() implements DataKeyTrial {}

  /**
   * The caller may not ask. It may still be allowed through KVS: a key policy with {@code
   * kms:ViaService} refuses the direct call only.
   */
  record Denied() implements DataKeyTrial {}

  /**
   * The key cannot give a data key, whoever asks.
   *
   * @param errorCode KMS's word for it, for example {@code DisabledException}
   */
  record Unusable(String errorCode) implements DataKeyTrial {}
}
