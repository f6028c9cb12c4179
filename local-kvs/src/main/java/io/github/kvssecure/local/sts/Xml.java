package io.github.kvssecure.local.sts;

/** Writes the flat XML of STS answers with every text escaped. */
final class Xml {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

  private final StringBuilder out = new StringBuilder();
  private final String root;

  Xml(String root) {
    this.root = root;
    out.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">");
  }

  Xml open(String name) {
    out.append('<').append(name).append('>');
    return this;
  }

  Xml close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  Xml text(String name, String value) {
    String escaped =
        value
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;");
    open(name);
    out.append(escaped);
    return close(name);
  }

  Xml metadata(String requestId) {
    return open("ResponseMetadata").text("RequestId", requestId).close("ResponseMetadata");
  }

  String end() {
    close(root);
    return out.toString();
  }
}
