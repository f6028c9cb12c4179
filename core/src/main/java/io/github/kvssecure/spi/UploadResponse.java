package io.github.kvssecure.spi;

import java.time.Duration;
import java.util.Optional;

/**
 * The head of a PutMedia response. Immutable.
 *
 * @param status the HTTP status
 * @param errorType the service's error type without a namespace, from either spelling of the header
 * @param requestId the service's id of the request, from either spelling of the header
 * @param elapsed from the last byte of the request head to this head
 */
public record UploadResponse(
    int status, Optional<String> errorType, Optional<String> requestId, Duration elapsed) {}
