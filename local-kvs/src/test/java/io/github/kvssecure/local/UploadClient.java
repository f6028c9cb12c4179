package io.github.kvssecure.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * A PutMedia client on a bare TLS socket, signed by the AWS SDK's signer: it can write a part of
 * the body, read acknowledgements, and go on writing, which no ordinary HTTP client can.
 */
final class UploadClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int TIMEOUT_MILLIS = 10_000;

  private final SSLSocket socket;
  private final OutputStream out;
  private final InputStream in;
  private int status;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private byte[] chunk = new byte[0];
  private int chunkAt;

  private UploadClient(LocalKvs kvs) throws IOException {
    socket =
        (SSLSocket)
            SdkClients.trusting(kvs.caCertificate())
                .getSocketFactory()
                .createSocket("localhost", kvs.dataEndpoint().getPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    out = socket.getOutputStream();
    in = socket.getInputStream();
  }

  /** Returns the usual header fields for an upload with absolute timecodes. */
  static Map<String, String> absolute(String stream) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("x-amzn-stream-name", stream);
    fields.put("x-amzn-fragment-timecode-type", "ABSOLUTE");
    fields.put("x-amzn-producer-start-timestamp", "1730800000.123");
    return fields;
  }

  /** Opens a connection and sends the signed head, nothing of the body. */
  static UploadClient open(LocalKvs kvs, SessionKeys keys, Map<String, String> fields)
      throws IOException {
    return open(kvs, SdkClients.session(keys), fields);
  }

  static UploadClient open(
      LocalKvs kvs, AwsCredentialsIdentity identity, Map<String, String> fields)
      throws IOException {
    return sendHead(
        kvs, sign(kvs.dataEndpoint().resolve("/putMedia"), kvs.region(), identity, fields));
  }

  /** Signs the head of an upload. */
  static Map<String, List<String>> sign(
      URI uri, String region, AwsCredentialsIdentity identity, Map<String, String> fields) {
    SdkHttpRequest.Builder request = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri);
    fields.forEach(request::putHeader);
    return AwsV4HttpSigner.create()
        .sign(
            r ->
                r.identity(identity)
                    .request(request.build())
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kinesisvideo")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region))
        .request()
        .headers();
  }

  /** Signs the head of an upload over the hash of an empty body, as the producers in C do. */
  static Map<String, List<String>> signEmpty(
      LocalKvs kvs, SessionKeys keys, Map<String, String> fields) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(kvs.dataEndpoint().resolve("/putMedia"));
    fields.forEach(request::putHeader);
    return AwsV4HttpSigner.create()
        .sign(
            r ->
                r.identity(SdkClients.session(keys))
                    .request(request.build())
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kinesisvideo")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, kvs.region()))
        .request()
        .headers();
  }

  /** Sends a head that was signed before, possibly changed since. */
  static UploadClient sendHead(LocalKvs kvs, Map<String, List<String>> signed) throws IOException {
    UploadClient client = new UploadClient(kvs);
    StringBuilder head = new StringBuilder("POST /putMedia HTTP/1.1\r\n");
    signed.forEach(
        (name, values) ->
            values.forEach(v -> head.append(name).append(": ").append(v).append("\r\n")));
    head.append("Transfer-Encoding: chunked\r\n\r\n");
    client.out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    client.out.flush();
    return client;
  }

  /** Sends a part of the body as one chunk. */
  UploadClient send(byte[] media) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write((Integer.toHexString(media.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    bytes.write(media);
    bytes.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    out.write(bytes.toByteArray());
    out.flush();
    return this;
  }

  /** Sends the zero chunk. */
  UploadClient finish() throws IOException {
    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return this;
  }

  /** Reads the head of the answer, if it was not read yet, and returns the status. */
  int status() throws IOException {
    if (status == 0) {
      status = Integer.parseInt(requireLine().split(" ", -1)[1]);
      for (String line = requireLine(); !line.isEmpty(); line = requireLine()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
      }
    }
    return status;
  }

  /** Returns a header field of the answer in the name's lower case, empty text when absent. */
  String header(String name) throws IOException {
    status();
    return headers.getOrDefault(name, "");
  }

  /** Reads an answer with Content-Length. */
  String body() throws IOException {
    status();
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /** Returns the next acknowledgement line, or null after the zero chunk. */
  @Nullable String ackLine() throws IOException {
    status();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (chunkAt == chunk.length && !nextChunk()) {
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
      }
      byte b = chunk[chunkAt++];
      if (b == '\n') {
        return line.toString(StandardCharsets.UTF_8);
      }
      line.write(b);
    }
  }

  /** Returns the next acknowledgement. */
  JsonNode ack() throws IOException {
    String line = ackLine();
    if (line == null) {
      throw new EOFException("the acknowledgements ended");
    }
    return JSON.readTree(line);
  }

  /** Returns the event types of all acknowledgements up to the zero chunk. */
  List<String> events() throws IOException {
    List<String> events = new ArrayList<>();
    for (String line = ackLine(); line != null; line = ackLine()) {
      JsonNode ack = JSON.readTree(line);
      events.add(
          ack.path("EventType").asText()
              + (ack.has("ErrorId") ? " " + ack.get("ErrorId").asInt() : ""));
    }
    return events;
  }

  /** Sets how long a read waits. */
  void timeout(Duration time) throws IOException {
    socket.setSoTimeout((int) time.toMillis());
  }

  /** Reads one byte where the end of the connection is due. */
  int readEnd() throws IOException {
    return in.read();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private boolean nextChunk() throws IOException {
    int size = Integer.parseInt(requireLine(), 16);
    chunk = in.readNBytes(size);
    chunkAt = 0;
    if (!requireLine().isEmpty()) {
      throw new IOException("chunk is longer than its size");
    }
    return size > 0;
  }

  private String requireLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("connection closed");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }
}
