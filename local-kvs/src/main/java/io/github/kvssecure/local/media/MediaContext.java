package io.github.kvssecure.local.media;

import io.github.kvssecure.local.faults.HttpFaults;
import io.github.kvssecure.local.mkv.MkvLimits;
import io.github.kvssecure.local.streams.StreamStore;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the data plane works with.
 *
 * @param store streams and fragments
 * @param encryption use of KMS keys
 * @param times times of connections
 * @param limits what the MKV of an upload may be
 * @param clock server time
 * @param faults how to disturb
 * @param timer runs idle and delayed acknowledgements
 */
public record MediaContext(
    StreamStore store,
    StreamEncryption encryption,
    MediaTimes times,
    MkvLimits limits,
    Clock clock,
    HttpFaults faults,
    ScheduledExecutorService timer) {}
