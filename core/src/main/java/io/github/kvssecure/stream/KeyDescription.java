package io.github.kvssecure.stream;

/**
 * What KMS reports about a key. Immutable.
 *
 * @param arn the key's own ARN, whatever form it was asked for in
 * @param customerManaged false for a key that AWS manages
 * @param state KMS's word for its state, for example {@code Enabled}
 * @param spec KMS's word for its kind, for example {@code SYMMETRIC_DEFAULT}
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html">KeyMetadata</a>
 */
public record KeyDescription(String arn, boolean customerManaged, String state, String spec) {}
