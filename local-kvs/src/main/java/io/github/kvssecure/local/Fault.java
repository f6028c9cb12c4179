package io.github.kvssecure.local;

/** What can go wrong on purpose; details and the call that it hits are in {@link FaultPlan}. */
public enum Fault {
  /** Resets the TCP connection after some body bytes. */
  DROP_CONNECTION_MID_FRAGMENT,
  /** Answers 401 NotAuthorizedException. */
  HTTP_401,
  /** Answers 403 with the words of the real service for an expired token. */
  HTTP_403_EXPIRED,
  /** Answers 403 AccessDeniedException. */
  HTTP_403_DENIED,
  /** Answers 400 with the error type of the plan. */
  HTTP_400,
  /** Answers 429 TooManyRequestsException. */
  HTTP_429,
  /** Answers 500 InternalFailure. */
  HTTP_500,
  /** Answers 503 ServiceUnavailable. */
  HTTP_503,
  /** Answers a redirect to another host, which no AWS client may follow. */
  REDIRECT_302,
  /**
   * PutMedia only: answers a status other than 200 with a body while the request body is arriving.
   */
  EARLY_RESPONSE_BODY_NON_200,
  /**
   * PutMedia only: acknowledges the first fragment with BUFFERING and then with the error of the
   * plan.
   */
  ACK_ERROR,
  /** Stops reading and answering, and keeps the connection open. */
  STALL,
  /** PutMedia only: never acknowledges. */
  NO_ACKS,
  /** PutMedia only: sends every acknowledgement late. */
  DELAY_ACKS,
  /** PutMedia only: sends every second acknowledgement and loses the others. */
  LOSE_ACKS,
  /** PutMedia only: reads the body in small pieces, each after the delay of the plan. */
  SLOW_READ,
  /** PutMedia only: sends every acknowledgement twice. */
  DUPLICATE_ACKS,
  /** Closes the connection below TLS, without close_notify, after some body bytes. */
  TRUNCATE_WITHOUT_CLOSE_NOTIFY,
  /** PutMedia only: makes the first acknowledgement one line of 64 KiB. */
  OVERSIZED_ACK_LINE,
  /** PutMedia only: makes the first acknowledgement bytes that are not JSON. */
  GARBAGE_ACK;

  /** Tells whether the fault makes sense for PutMedia alone. */
  boolean mediaOnly() {
    return switch (this) {
      case EARLY_RESPONSE_BODY_NON_200,
          ACK_ERROR,
          NO_ACKS,
          DELAY_ACKS,
          LOSE_ACKS,
          SLOW_READ,
          DUPLICATE_ACKS,
          OVERSIZED_ACK_LINE,
          GARBAGE_ACK ->
          true;
      default -> false;
    };
  }
}
