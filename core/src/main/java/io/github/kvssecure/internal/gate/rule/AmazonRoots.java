package io.github.kvssecure.internal.gate.rule;

import java.util.Set;

/**
 * The certificate authorities that AWS IoT names as its roots.
 *
 * @see <a href="https://www.amazontrust.com/repository/">Amazon Trust Services: Amazon Root CA 1 to
 *     4 and Starfield Services Root Certificate Authority - G2</a>
 */
public final class AmazonRoots {

  /** SHA-256 of the certificates in DER form, lower-case hex: CA 1, 2, 3, 4, Starfield G2. */
  public static final Set<String> SHA256 =
      Set.of(
          "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e",
          "1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4",
          "18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4",
          "e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092",
          "568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5");

  private AmazonRoots() {}
}
