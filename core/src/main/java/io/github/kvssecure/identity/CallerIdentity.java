package io.github.kvssecure.identity;

/**
 * Whose credentials these are, as STS says. Immutable.
 *
 * @param account 12 digits
 * @param arn for example {@code arn:aws:sts::123456789012:assumed-role/camera/door}
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>
 */
public record CallerIdentity(String account, String arn) {}
