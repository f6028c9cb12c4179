package io.github.kvssecure.internal.session;

import io.github.kvssecure.internal.session.StreamOpener.VerifiedStream;

/**
 * What the uploads of a stream work with. Immutable.
 *
 * @param services shared by all streams
 * @param stream what was verified
 * @param producer who signs
 * @param backoff how long to wait between attempts
 * @param lifecycle where the stream stands
 * @param ledger what is pending
 * @param tasks runs what comes later
 */
record UploadParts(
    SessionServices services,
    VerifiedStream stream,
    Principal producer,
    Backoff backoff,
    Lifecycle lifecycle,
    FragmentLedger ledger,
    SessionTasks tasks) {}
