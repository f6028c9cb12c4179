package io.github.kvssecure.local;

import io.github.kvssecure.local.faults.ArmedFaults;
import io.github.kvssecure.local.faults.HttpFaults;
import io.github.kvssecure.local.http.Exchange;
import io.github.kvssecure.local.http.HttpRequest;
import io.github.kvssecure.local.http.HttpResponse;
import io.github.kvssecure.local.http.Service;
import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.Caller;
import io.github.kvssecure.local.kms.KmsService;
import io.github.kvssecure.local.media.GetMediaService;
import io.github.kvssecure.local.media.PutMediaService;
import io.github.kvssecure.local.sigv4.SignatureVerifier;
import io.github.kvssecure.local.sso.PortalService;
import io.github.kvssecure.local.streams.StreamService;
import io.github.kvssecure.local.sts.QueryForm;
import io.github.kvssecure.local.sts.StsService;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every request the same way: which call is it, who signed it, is a fault armed, then its
 * service; and records it.
 */
final class Router implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final int BODY_LIMIT = 1024 * 1024;

  private final Services services;
  private final SignatureVerifier signatures;
  private final Disorder disorder;
  private final CallLog calls;

  /** The services behind one endpoint. */
  record Services(
      StreamService streams,
      PutMediaService putMedia,
      GetMediaService getMedia,
      KmsService kms,
      StsService sts,
      PortalService portal) {}

  /**
   * What can go wrong on purpose.
   *
   * @param faults what was armed
   * @param disturbances how it happens
   * @param place refuses media elsewhere
   */
  record Disorder(ArmedFaults faults, HttpFaults disturbances, MediaPlace place) {}

  /** Where media is taken. */
  interface MediaPlace {
    void require(int port) throws ServiceException;
  }

  Router(Services services, SignatureVerifier signatures, Disorder disorder, CallLog calls) {
    this.services = services;
    this.signatures = signatures;
    this.disorder = disorder;
    this.calls = calls;
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    HttpRequest request = exchange.request();
    CallTarget target = CallTarget.of(request);
    exchange.beforeAnswer(() -> calls.record(target, exchange));
    try {
      if (target.isUpload()) {
        upload(exchange, target);
      } else {
        call(exchange, target);
      }
    } catch (ServiceException e) {
      refuse(exchange, target, e);
    } catch (RuntimeException e) {
      LOG.error("a defect of kvs-local in {}", target, e);
      refuse(
          exchange,
          target,
          new ServiceException(500, "InternalFailure", "kvs-local has a defect; see its log"));
    } finally {
      if (exchange.status() == 0) {
        calls.record(target, exchange);
      }
    }
  }

  private void upload(Exchange exchange, CallTarget target) throws IOException, ServiceException {
    exchange.closeAfterwards();
    target.requireEndpoint(exchange.request());
    disorder.place().require(exchange.port());
    Caller caller = signatures.verifyMedia(exchange.request(), target.service());
    Optional<FaultPlan> plan = disorder.faults().take(target.operation());
    Optional<ServiceException> refusal = plan.flatMap(disorder.disturbances()::refusal);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    if (plan.isPresent() && plan.get().fault() == Fault.REDIRECT_302) {
      disorder.disturbances().disturb(plan.get(), exchange);
      return;
    }
    services.putMedia().answer(exchange, caller, plan);
  }

  private void call(Exchange exchange, CallTarget target) throws IOException, ServiceException {
    byte[] body = exchange.request().body().readNBytes(BODY_LIMIT + 1);
    if (body.length > BODY_LIMIT) {
      exchange.closeAfterwards();
      throw new ServiceException(
          413, "RequestEntityTooLarge", "The body exceeds " + BODY_LIMIT + " bytes.");
    }
    CallTarget exact = target.withBody(body);
    exchange.beforeAnswer(() -> calls.record(exact, exchange));
    exact.requireEndpoint(exchange.request());
    if (exact.service().equals(CallTarget.STS) && StsService.isUnsigned(QueryForm.parse(body))) {
      if (!disturbed(exact, exchange)) {
        exchange.respond(
            services.sts().answerUnsigned(QueryForm.parse(body), exchange.requestId()));
      }
      return;
    }
    if (exact.isBySignIn()) {
      if (!disturbed(exact, exchange)) {
        exchange.respond(
            exact.service().equals(CallTarget.OIDC)
                ? services.portal().token(body)
                : services.portal().roleCredentials(exchange.request()));
      }
      return;
    }
    Caller caller = signatures.verify(exchange.request(), exact.service(), body);
    if (disturbed(exact, exchange)) {
      return;
    }
    switch (exact.service()) {
      case CallTarget.KMS ->
          exchange.respond(services.kms().answer(caller, exact.operation(), body));
      case CallTarget.STS ->
          exchange.respond(
              services.sts().answer(caller, QueryForm.parse(body), exchange.requestId()));
      default -> {
        if (exact.operation().equals("GetMedia")) {
          services.getMedia().answer(exchange, caller, body);
        } else {
          exchange.respond(services.streams().answer(caller, exact.operation(), body));
        }
      }
    }
  }

  /** Whether a fault was armed that answers in place of the service. */
  private boolean disturbed(CallTarget target, Exchange exchange)
      throws IOException, ServiceException {
    Optional<FaultPlan> plan = disorder.faults().take(target.operation());
    Optional<ServiceException> refusal = plan.flatMap(disorder.disturbances()::refusal);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return plan.isPresent() && disorder.disturbances().disturb(plan.get(), exchange);
  }

  /** Answers a refusal in the service's own protocol, unless an answer is under way already. */
  private void refuse(Exchange exchange, CallTarget target, ServiceException refusal)
      throws IOException {
    if (exchange.status() != 0) {
      return;
    }
    HttpResponse response =
        switch (target.service()) {
          case CallTarget.KMS -> services.kms().refuse(refusal);
          case CallTarget.STS -> services.sts().refuse(refusal, exchange.requestId());
          case CallTarget.PORTAL, CallTarget.OIDC -> services.portal().refuse(refusal);
          default -> services.streams().refuse(refusal);
        };
    exchange.respond(response);
  }
}
