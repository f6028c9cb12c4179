package io.github.kvssecure.samples.storm;

import io.github.kvssecure.media.KeyFailureException;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Streams that failed for good: each must have had a reason that the storm made. */
final class StormFailures {

  private static final Set<Integer> REFUSALS = Set.of(302, 401, 403);

  private final Map<String, Integer> counts = new TreeMap<>();

  /**
   * Counts a failure by its reason.
   *
   * @return whether the storm has reasons of that kind
   */
  boolean add(RuntimeException failure) {
    Optional<String> reason = reason(failure);
    reason.ifPresent(found -> counts.merge(found, 1, Integer::sum));
    return reason.isPresent();
  }

  private static Optional<String> reason(RuntimeException failure) {
    if (failure instanceof KeyFailureException key) {
      return Optional.of(key.failure().id())
          .filter(StormFaults.LASTING_ERRORS::contains)
          .map(id -> "key " + id);
    }
    if (failure instanceof PolicyViolationException refusal) {
      return refusal.violations().stream()
              .allMatch(violation -> violation.control() == Control.NET_08)
          ? Optional.of("redirected call")
          : Optional.empty();
    }
    if (!(failure instanceof UploadException upload)) {
      return Optional.empty();
    }
    return switch (upload.failure()) {
      // Its number is looked at where acknowledgements are.
      case ERROR_ACKNOWLEDGED ->
          upload.isRetryable() ? Optional.empty() : Optional.of("acknowledged error");
      // One that has expired may be retried, unless the source was refused other credentials too.
      case REFUSED_BY_SERVICE -> upload.response().flatMap(StormFailures::refusal);
      default -> Optional.empty();
    };
  }

  private static Optional<String> refusal(UploadResponse response) {
    return REFUSALS.contains(response.status())
        ? Optional.of("HTTP " + response.status())
        : response.errorType().filter("InvalidEndpointException"::equals);
  }

  /** How many streams failed, by reason. */
  Map<String, Integer> counts() {
    return counts;
  }

  int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
