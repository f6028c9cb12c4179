package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.EndpointUse;
import java.net.URI;

/** What counts as the stand-in on this machine that was opted into. */
final class Loopback {

  private Loopback() {}

  /** Whether the endpoint is on this machine, and the application named it as a stand-in. */
  static boolean isOptedInto(EndpointUse facts) {
    return facts.loopback().isPresent() && isLoopback(facts.uri());
  }

  /** By its name: connections are made to names only. */
  static boolean isLoopback(URI uri) {
    return "localhost".equalsIgnoreCase(uri.getHost());
  }

  static String reason(EndpointUse facts) {
    return "a stand-in on this machine was opted into: "
        + facts.loopback().map(Facts.LoopbackOption::reason).orElse("");
  }

  /** A URI made fit for messages: no user name, no query, bounded. */
  static String printable(URI uri) {
    String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
    String user = uri.getRawUserInfo() == null ? "" : "(user name)@";
    String text = uri.getScheme() + "://" + user + uri.getHost() + port;
    return text.length() > 200 ? text.substring(0, 200) + "..." : text;
  }
}
