package io.github.kvssecure.local.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads request heads strictly and opens the body with the framing that the head declares (RFC
 * 9112).
 */
final class RequestReader {
  private static final int LINE_LIMIT = 16 * 1024;
  private static final int FIELD_LIMIT = 100;
  private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]{1,16}) (/[!-~]*) HTTP/1\\.1");
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*");
  private static final Pattern CONTENT_LENGTH = Pattern.compile("\\d{1,12}");

  private final InputStream in;
  private final LineReader lines;

  RequestReader(InputStream in) {
    this.in = in;
    this.lines = new LineReader(in);
  }

  /** Returns the next request, or null when the peer closed between two requests. */
  @Nullable HttpRequest next() throws IOException {
    String first = lines.next(LINE_LIMIT);
    if (first == null) {
      return null;
    }
    Matcher line = REQUEST_LINE.matcher(first);
    if (!line.matches()) {
      throw new MalformedRequestException("not an HTTP/1.1 request line");
    }
    Headers headers = fields();
    if (headers.all("Host").size() != 1) {
      throw new MalformedRequestException("exactly one Host field is required");
    }
    String target = line.group(2);
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "" : target.substring(question + 1);
    return new HttpRequest(line.group(1), path, query, headers, body(headers));
  }

  private Headers fields() throws IOException {
    List<Headers.Field> fields = new ArrayList<>();
    for (String line = lines.require(LINE_LIMIT); !line.isEmpty(); ) {
      Matcher field = FIELD.matcher(line);
      if (!field.matches() || hasControl(field.group(2))) {
        throw new MalformedRequestException("not a header field");
      }
      if (fields.size() == FIELD_LIMIT) {
        throw new MalformedRequestException("more than " + FIELD_LIMIT + " header fields");
      }
      fields.add(new Headers.Field(field.group(1), field.group(2)));
      line = lines.require(LINE_LIMIT);
    }
    return new Headers(fields);
  }

  private static boolean hasControl(String value) {
    return value.chars().anyMatch(c -> c != '\t' && (c < ' ' || c == 0x7f));
  }

  /** A message with both framings is the classic request smuggling vector and is refused. */
  private InputStream body(Headers headers) throws IOException {
    List<String> encodings = headers.all("Transfer-Encoding");
    List<String> lengths = headers.all("Content-Length");
    if (!encodings.isEmpty() && !lengths.isEmpty()) {
      throw new MalformedRequestException("both Transfer-Encoding and Content-Length");
    }
    if (!encodings.isEmpty()) {
      if (encodings.size() != 1 || !encodings.get(0).equalsIgnoreCase("chunked")) {
        throw new MalformedRequestException("Transfer-Encoding must be chunked");
      }
      return new ChunkedInput(in, lines);
    }
    if (lengths.isEmpty()) {
      return new FixedLengthInput(in, 0);
    }
    if (lengths.size() != 1 || !CONTENT_LENGTH.matcher(lengths.get(0)).matches()) {
      throw new MalformedRequestException("Content-Length must be one decimal number");
    }
    return new FixedLengthInput(in, Long.parseLong(lengths.get(0)));
  }
}
