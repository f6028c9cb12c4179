package io.github.kvssecure.local;

import io.github.kvssecure.local.faults.ArmedFaults;
import io.github.kvssecure.local.faults.HttpFaults;
import io.github.kvssecure.local.http.Exchange;
import io.github.kvssecure.local.http.Service;
import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iot.CredentialsProvider;
import java.io.IOException;
import java.util.Optional;

/**
 * Answers devices on the port of the credentials provider; faults match the operation {@code
 * AssumeRoleWithCertificate}.
 */
final class DeviceRouter implements Service {
  private static final CallTarget TARGET = new CallTarget("iot", "AssumeRoleWithCertificate");

  private final CredentialsProvider provider;
  private final ArmedFaults faults;
  private final HttpFaults disturbances;
  private final CallLog calls;

  DeviceRouter(
      CredentialsProvider provider, ArmedFaults faults, HttpFaults disturbances, CallLog calls) {
    this.provider = provider;
    this.faults = faults;
    this.disturbances = disturbances;
    this.calls = calls;
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    exchange.beforeAnswer(() -> calls.record(TARGET, exchange));
    Optional<FaultPlan> plan = faults.take(TARGET.operation());
    if (plan.isPresent() && disturbances.disturb(plan.get(), exchange)) {
      return;
    }
    try {
      Optional<ServiceException> refusal = plan.flatMap(disturbances::refusal);
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      exchange.respond(provider.answer(exchange));
    } catch (ServiceException e) {
      exchange.respond(provider.refuse(e));
    }
  }
}
