package io.github.kvssecure.local;

import java.time.Instant;

/**
 * One request as the server answered it; holds no secret.
 *
 * @param service {@code kinesisvideo}, {@code kms}, {@code sts}, {@code iot}, or of IAM Identity
 *     Center {@code portal.sso} and {@code oidc}
 * @param operation as IAM names it, for example {@code DescribeStream}
 * @param status HTTP status; 0 when the connection was cut before an answer
 * @param accessKeyId key id the request claimed; empty text when it claimed none
 * @param requestId as sent to the caller
 * @param time when the answer began
 */
public record RecordedCall(
    String service,
    String operation,
    int status,
    String accessKeyId,
    String requestId,
    Instant time) {}
