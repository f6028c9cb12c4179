package io.github.kvssecure.local;

import io.github.kvssecure.local.http.HttpRequest;
import io.github.kvssecure.local.http.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The quotas of calls, for the account and for each stream, each over the second that just passed.
 * Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/limits.html">Quotas of
 *     Kinesis Video Streams</a>
 */
final class CallQuotas {
  private static final long SECOND = 1_000_000_000L;
  private static final int PER_STREAM = 5;
  private static final Map<String, Integer> PER_ACCOUNT =
      Map.of("DescribeStream", 300, "GetDataEndpoint", 300, "CreateStream", 50);
  private static final Pattern STREAM =
      Pattern.compile("\"Stream(?:Name|ARN)\"\\s*:\\s*\"([^\"]+)\"");

  private final boolean enforced;
  private final LongSupplier nanoTime;
  private final Map<String, Deque<Long>> made = new HashMap<>();

  private CallQuotas(boolean enforced, LongSupplier nanoTime) {
    this.enforced = enforced;
    this.nanoTime = nanoTime;
  }

  /** Returns quotas that refuse nothing. */
  static CallQuotas none() {
    return new CallQuotas(false, System::nanoTime);
  }

  /** Returns the quotas of the service. */
  static CallQuotas real(LongSupplier nanoTime) {
    return new CallQuotas(true, nanoTime);
  }

  /**
   * Counts a call.
   *
   * @throws ServiceException {@code ClientLimitExceededException} beyond a quota
   */
  void admit(String operation, HttpRequest request, byte[] body) throws ServiceException {
    if (!enforced) {
      return;
    }
    Integer account = PER_ACCOUNT.get(operation);
    if (account != null) {
      count(operation, account);
    }
    if (account != null || operation.equals("PutMedia")) {
      count(operation + " of " + stream(request, body), PER_STREAM);
    }
  }

  private static String stream(HttpRequest request, byte[] body) {
    Matcher named = STREAM.matcher(new String(body, StandardCharsets.UTF_8));
    return named.find()
        ? named.group(1)
        : request
            .headers()
            .single("x-amzn-stream-arn")
            .or(() -> request.headers().single("x-amzn-stream-name"))
            .orElse("");
  }

  private synchronized void count(String what, int limit) throws ServiceException {
    long now = nanoTime.getAsLong();
    Deque<Long> recent = made.computeIfAbsent(what, unused -> new ArrayDeque<>());
    while (!recent.isEmpty() && now - recent.peek() >= SECOND) {
      recent.remove();
    }
    if (recent.size() >= limit) {
      throw new ServiceException(
          400,
          "ClientLimitExceededException",
          "Rate exceeded: " + what + ", " + limit + " calls per second");
    }
    recent.add(now);
  }
}
