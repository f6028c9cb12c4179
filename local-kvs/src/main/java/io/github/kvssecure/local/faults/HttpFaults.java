package io.github.kvssecure.local.faults;

import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.http.Exchange;
import io.github.kvssecure.local.http.HttpResponse;
import io.github.kvssecure.local.http.ServiceException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Faults that replace the answer of any operation. Thread-safe. */
public final class HttpFaults {
  private final CountDownLatch stopped;
  private final Map<String, Long> happened = new ConcurrentHashMap<>();

  /**
   * Makes the faults.
   *
   * @param stopped opens when the server stops, so that stalled threads end
   */
  public HttpFaults(CountDownLatch stopped) {
    this.stopped = stopped;
  }

  /**
   * Notes that a fault had its effect, which is later than when a call took it, or never.
   *
   * @param plan the fault; an error acknowledgement is counted by its number
   */
  public void happened(FaultPlan plan) {
    String name =
        plan.fault() == Fault.ACK_ERROR ? "ACK_ERROR " + plan.ackError() : plan.fault().name();
    happened.merge(name, 1L, Long::sum);
  }

  /** Returns how often each fault had its effect. */
  public Map<String, Long> happened() {
    return Map.copyOf(happened);
  }

  /** Returns the refusal a fault stands for; empty when it is of another kind. */
  public Optional<ServiceException> refusal(FaultPlan plan) {
    Optional<ServiceException> refusal = answer(plan);
    refusal.ifPresent(unused -> happened(plan));
    return refusal;
  }

  private static Optional<ServiceException> answer(FaultPlan plan) {
    return Optional.ofNullable(
        switch (plan.fault()) {
          case HTTP_401 ->
              new ServiceException(401, "NotAuthorizedException", "The caller is not authorized.");
          case HTTP_403_EXPIRED ->
              new ServiceException(
                  403,
                  "ExpiredTokenException",
                  "The security token included in the request is expired");
          case HTTP_403_DENIED ->
              new ServiceException(
                  403, "AccessDeniedException", "The caller is not authorized to perform this.");
          case HTTP_400 ->
              new ServiceException(400, plan.errorType(), "Armed fault " + plan.errorType());
          case HTTP_429 ->
              new ServiceException(429, "TooManyRequestsException", "Armed throttling");
          case HTTP_500 -> new ServiceException(500, "InternalFailure", "Armed internal failure");
          case HTTP_503 -> new ServiceException(503, "ServiceUnavailable", "Armed unavailability");
          default -> null;
        });
  }

  /**
   * Disturbs an exchange in a way that is no refusal.
   *
   * @return whether the exchange is over
   */
  public boolean disturb(FaultPlan plan, Exchange exchange) throws IOException {
    switch (plan.fault()) {
      case REDIRECT_302 -> {
        exchange.closeAfterwards();
        exchange.respond(
            HttpResponse.of(302, "text/plain", "").with("Location", "https://elsewhere.example/"));
      }
      case DROP_CONNECTION_MID_FRAGMENT -> exchange.reset();
      case TRUNCATE_WITHOUT_CLOSE_NOTIFY -> exchange.truncate();
      case STALL -> {
        happened(plan);
        stall(exchange);
        return true;
      }
      default -> {
        return false;
      }
    }
    happened(plan);
    return true;
  }

  /** Waits for a while, or until the server stops. */
  public void pause(Duration time) {
    try {
      var unused = stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Keeps the thread and the connection until the server stops. */
  public void stall(Exchange exchange) throws IOException {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.reset();
  }
}
