package io.github.kvssecure.local;

import java.time.Duration;

/**
 * A fault with its details: which call, how often, where. Immutable; begin with {@link #of(Fault)}.
 */
public final class FaultPlan {
  private static final String ANY = "*";

  private final Fault fault;
  private final String operation;
  private final int times;
  private final long afterBytes;
  private final int ackError;
  private final String errorType;
  private final Duration delay;

  private FaultPlan(Draft draft) {
    this.fault = draft.fault;
    this.operation = draft.operation;
    this.times = draft.times;
    this.afterBytes = draft.afterBytes;
    this.ackError = draft.ackError;
    this.errorType = draft.errorType;
    this.delay = draft.delay;
  }

  /**
   * Plans a fault with its defaults: the next PutMedia call, once, after 1024 body bytes where
   * bytes matter, acknowledgement error 4501, error type InvalidArgumentException, delay 500 ms.
   */
  public static FaultPlan of(Fault fault) {
    return new FaultPlan(new Draft(fault));
  }

  /** Returns a copy that hits this many matching calls; at least 1. */
  public FaultPlan times(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("times is " + count + ", required: 1 or more");
    }
    Draft draft = new Draft(this);
    draft.times = count;
    return new FaultPlan(draft);
  }

  /** Returns a copy that hits another operation, for example {@code DescribeStream}. */
  public FaultPlan onOperation(String name) {
    if (fault.mediaOnly() && !name.equals("PutMedia")) {
      throw new IllegalArgumentException(fault + " can hit PutMedia only, not " + name);
    }
    Draft draft = new Draft(this);
    draft.operation = name;
    return new FaultPlan(draft);
  }

  /** Returns a copy that hits every operation. */
  public FaultPlan onEveryOperation() {
    return onOperation(ANY);
  }

  /** Returns a copy that happens after this many bytes of the request body. */
  public FaultPlan afterBytes(long bytes) {
    Draft draft = new Draft(this);
    draft.afterBytes = bytes;
    return new FaultPlan(draft);
  }

  /** Returns a copy with another ErrorId, 4000 to 5001, for {@link Fault#ACK_ERROR}. */
  public FaultPlan ackError(int errorId) {
    Draft draft = new Draft(this);
    draft.ackError = errorId;
    return new FaultPlan(draft);
  }

  /** Returns a copy with another error type for {@link Fault#HTTP_400}. */
  public FaultPlan errorType(String type) {
    Draft draft = new Draft(this);
    draft.errorType = type;
    return new FaultPlan(draft);
  }

  /** Returns a copy with another delay for {@link Fault#DELAY_ACKS} or {@link Fault#SLOW_READ}. */
  public FaultPlan delay(Duration time) {
    Draft draft = new Draft(this);
    draft.delay = time;
    return new FaultPlan(draft);
  }

  /** Returns the fault. */
  public Fault fault() {
    return fault;
  }

  /** Returns how many calls it hits. */
  public int times() {
    return times;
  }

  /** Returns after how many body bytes it happens. */
  public long afterBytes() {
    return afterBytes;
  }

  /** Returns the ErrorId of an error acknowledgement. */
  public int ackError() {
    return ackError;
  }

  /** Returns the error type of a 400. */
  public String errorType() {
    return errorType;
  }

  /** Returns the delay of acknowledgements or of reading. */
  public Duration delay() {
    return delay;
  }

  /** Tells whether it hits an operation. */
  public boolean hits(String name) {
    return operation.equals(ANY) || operation.equals(name);
  }

  @Override
  public String toString() {
    return fault + " on " + operation + " x" + times;
  }

  /** The values of a plan while it is copied. */
  private static final class Draft {
    private final Fault fault;
    private String operation = "PutMedia";
    private int times = 1;
    private long afterBytes = 1024;
    private int ackError = 4501;
    private String errorType = "InvalidArgumentException";
    private Duration delay = Duration.ofMillis(500);

    Draft(Fault fault) {
      this.fault = fault;
    }

    Draft(FaultPlan plan) {
      this.fault = plan.fault;
      this.operation = plan.operation;
      this.times = plan.times;
      this.afterBytes = plan.afterBytes;
      this.ackError = plan.ackError;
      this.errorType = plan.errorType;
      this.delay = plan.delay;
    }
  }
}
