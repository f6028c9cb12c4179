package io.github.kvssecure;

import io.github.kvssecure.internal.ambient.Environment;
import io.github.kvssecure.internal.aws.AwsEndpoints;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
import io.github.kvssecure.internal.gate.rule.ProcessFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.internal.session.Principal;
import io.github.kvssecure.internal.startup.ClassPathProbe;
import io.github.kvssecure.internal.startup.DebugSwitchProbe;
import io.github.kvssecure.internal.startup.SecretTrial;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/**
 * Shows the gate what can be judged before anything is called: settings, this build, this process.
 */
final class StartupChecks {

  /** What a producer's streams are called for. */
  private static final Set<String> PRODUCER_ACTIONS =
      Set.of(
          "kinesisvideo:DescribeStream",
          "kinesisvideo:GetDataEndpoint",
          "kinesisvideo:PutMedia",
          "sts:GetCallerIdentity");

  private StartupChecks() {}

  /**
   * Judges.
   *
   * @param settings what the builder collected
   * @param gate judges
   * @param clock the present
   * @throws io.github.kvssecure.policy.PolicyViolationException with everything that is refused
   */
  static void judge(ProducerRuntime.Settings settings, PolicyGate gate, Clock clock) {
    AwsEndpoints endpoints = settings.endpoints();
    PolicyGate.Inspection inspection =
        gate.admission()
            .of(
                Rules.REGION,
                new Facts.RegionUse("producer", settings.region().id(), settings.region()))
            .of(Rules.SERVICE_ENDPOINT, endpoint("KMS endpoint", endpoints.kms(), settings))
            .of(Rules.SERVICE_ENDPOINT, endpoint("STS endpoint", endpoints.sts(), settings))
            .of(
                Rules.ENDPOINT,
                endpoint("control plane endpoint", endpoints.kinesisVideo(), settings));
    Ambience.judge(inspection, Environment.ofThisProcess(), settings.policy().network().tls());
    inspection.of(Rules.IAM_DOCUMENTS, settings.audit().documents());
    inspection.of(Rules.ACTION, new IdentityFacts.ActionUse(Principal.PRODUCER, PRODUCER_ACTIONS));
    SourceChecks sources = settings.sourceChecks();
    sources.producer(settings.credentials(), inspection);
    settings
        .audit()
        .keys()
        .ifPresent(source -> sources.other(Principal.AUDITOR, source, inspection));
    judgeProcess(settings, inspection, clock);
    new Devices(settings, gate, clock).guard().ifPresent(device -> device.inspect(inspection));
    inspection.conclude();
  }

  private static Facts.EndpointUse endpoint(
      String purpose, URI uri, ProducerRuntime.Settings settings) {
    return new Facts.EndpointUse(purpose, uri, settings.region(), settings.loopback());
  }

  private static void judgeProcess(
      ProducerRuntime.Settings settings, PolicyGate.Inspection inspection, Clock clock) {
    SecretTrial trial = SecretTrial.ofThisBuild();
    inspection
        .of(Rules.LOG_TRIAL, trial.inText())
        .of(Rules.SERIALISATION, trial.serialised())
        .of(Rules.DEBUG_SWITCHES, DebugSwitchProbe.ofThisProcess().look())
        .of(Rules.CLIENTS, ClassPathProbe.ofThisProcess().look())
        .of(
            Rules.EXCEPTIONS,
            new ProcessFacts.Exceptions(
                List.copyOf(settings.policy().waivers().values()),
                settings.insecureOptions(),
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
  }
}
