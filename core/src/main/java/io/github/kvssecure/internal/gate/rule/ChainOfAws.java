package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.event.ConnectionEvidence.Anchor;
import io.github.kvssecure.internal.gate.rule.Facts.Handshake;
import io.github.kvssecure.internal.gate.rule.Facts.HandshakeDone;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Locale;
import java.util.Map;

/**
 * NET-07: the chain ends at a root of Amazon Trust Services. Another root, however trusted by the
 * JVM, means that something on the way opens TLS. Other partitions may have other authorities: for
 * them it cannot be told.
 *
 * @see <a href="https://www.amazontrust.com/repository/">Amazon Trust Services, root certificates
 *     and their SHA-256</a>
 */
final class ChainOfAws implements Rule<Handshake> {

  private static final Map<String, String> ROOTS =
      Map.of(
          "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e", "Amazon Root CA 1",
          "1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4", "Amazon Root CA 2",
          "18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4", "Amazon Root CA 3",
          "e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092", "Amazon Root CA 4",
          "568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5",
              "Starfield Services G2");

  @Override
  public Control control() {
    return Control.NET_07;
  }

  @Override
  public Decision evaluate(Handshake facts, SecurityPolicy policy) {
    if (!(facts instanceof HandshakeDone done)) {
      return notEvaluated("the handshake did not get that far");
    }
    ConnectionEvidence evidence = done.evidence();
    String host = evidence.host().toLowerCase(Locale.ROOT);
    if (!host.endsWith(".amazonaws.com") && !host.endsWith(".api.aws")) {
      return notEvaluated("which authorities vouch for " + host + " is not published");
    }
    if (evidence.peer().anchor().isEmpty()) {
      return notEvaluated("the end of the chain was not found");
    }
    Anchor anchor = evidence.peer().anchor().get();
    String root = ROOTS.get(anchor.sha256());
    return root != null
        ? satisfied(root)
        : violatedAt("connection to " + facts.host())
            .found("a chain that ends at " + anchor.subject() + ", SHA-256 " + anchor.sha256())
            .required("a root of Amazon Trust Services")
            .remedy(
                "something on the way opens TLS and reads everything; if the company wants that, let"
                    + " it pass KVS through unopened");
  }
}
