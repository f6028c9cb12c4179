package io.github.kvssecure.local.iam;

import java.time.Duration;
import java.util.Optional;

/**
 * A role.
 *
 * @param name role name
 * @param id unique id, AROA…
 * @param permissions identity policy
 * @param trust who may assume it; empty means every identity of the account whose own policies
 *     allow {@code sts:AssumeRole}
 * @param maxSession longest session
 */
public record Role(
    String name,
    String id,
    PolicyDocument permissions,
    Optional<PolicyDocument> trust,
    Duration maxSession) {}
