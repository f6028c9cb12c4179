package io.github.kvssecure.local.streams;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kvssecure.local.http.HttpResponse;
import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.Caller;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The control plane of streams, in the REST-JSON protocol of 2017-09-30. Bounds of fields are those
 * of the <a
 * href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_CreateStream.html">service
 * model</a>. Thread-safe.
 */
public final class StreamService {
  /** Ten years, the most that CreateStream documents. */
  static final int MAX_RETENTION_HOURS = 87_600;

  private static final String CONTENT_TYPE = "application/json";
  private static final Pattern DEVICE = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("(?=.{1,128}$)[\\w.+-]+/[\\w.+-]+(,[\\w.+-]+/[\\w.+-]+)*");
  private static final Pattern KEY = Pattern.compile(".{1,2048}");
  private static final Pattern ANY = Pattern.compile(".*");
  private static final Pattern VERSION = Pattern.compile("[a-zA-Z0-9]{1,64}");
  private static final Pattern TOKEN = Pattern.compile("[a-zA-Z0-9+/=]{0,1024}");
  private static final Pattern RETENTION_CHANGE =
      Pattern.compile("INCREASE_DATA_RETENTION|DECREASE_DATA_RETENTION");
  private static final Pattern API_NAME =
      Pattern.compile(
          "PUT_MEDIA|GET_MEDIA|LIST_FRAGMENTS|GET_MEDIA_FOR_FRAGMENT_LIST|GET_HLS_STREAMING_SESSION_URL"
              + "|GET_DASH_STREAMING_SESSION_URL|GET_CLIP|GET_IMAGES");
  private static final Set<String> OF_ALL_STREAMS = Set.of("CreateStream", "ListStreams");
  private static final Set<String> OF_ONE_STREAM =
      Set.of(
          "DescribeStream",
          "GetDataEndpoint",
          "UpdateStream",
          "UpdateDataRetention",
          "DeleteStream",
          "TagStream",
          "UntagStream",
          "ListTagsForStream");
  private static final Pattern BEGINS_WITH = Pattern.compile("BEGINS_WITH");
  private static final Pattern STORAGE_TIER = Pattern.compile("HOT|WARM");

  /** Most streams in an answer of ListStreams, also when the request does not say. */
  private static final int MAX_PAGE = 10_000;

  private final JsonMapper json = JsonMapper.builder().build();
  private final StreamStore store;
  private final StreamAccess access;
  private final String managedKey;
  private final Supplier<URI> dataEndpoint;

  /**
   * Makes the service.
   *
   * @param managedKey what DescribeStream reports for streams without a key of their own
   * @param dataEndpoint what GetDataEndpoint answers
   */
  public StreamService(StreamStore store, String managedKey, Supplier<URI> dataEndpoint) {
    this.store = store;
    this.access = new StreamAccess(store);
    this.managedKey = managedKey;
    this.dataEndpoint = dataEndpoint;
  }

  /**
   * Answers one call.
   *
   * @param operation as IAM names it, for example {@code CreateStream}
   * @throws ServiceException as the real service refuses
   */
  public HttpResponse answer(Caller caller, String operation, byte[] body) throws ServiceException {
    RequestFields fields = RequestFields.parse(body);
    if (!OF_ALL_STREAMS.contains(operation) && !OF_ONE_STREAM.contains(operation)) {
      throw unknown(operation);
    }
    store.countCall(operation);
    if (operation.equals("CreateStream")) {
      return ok(create(caller, fields));
    }
    if (operation.equals("ListStreams")) {
      return ok(list(caller, fields));
    }
    if (operation.equals("DeleteStream") && fields.text("StreamARN", ANY).isEmpty()) {
      throw RequestFields.invalid("StreamARN is required");
    }
    StoredStream stream = access.require(caller, operation, fields);
    return ok(
        switch (operation) {
          case "DescribeStream" ->
              json.createObjectNode().set("StreamInfo", info(store.describe(stream)));
          case "GetDataEndpoint" -> endpoint(fields);
          case "UpdateStream" -> update(stream, fields);
          case "UpdateDataRetention" -> updateRetention(stream, fields);
          case "DeleteStream" -> delete(stream, fields);
          case "TagStream" -> tag(stream, fields);
          case "UntagStream" -> untag(stream, fields);
          case "ListTagsForStream" -> listTags(stream);
          default -> throw unknown(operation);
        });
  }

  private static ServiceException unknown(String operation) {
    return new ServiceException(
        404, "UnknownOperationException", "kvs-local has no operation " + operation);
  }

  /**
   * Renders a refusal; the body has the lower-case {@code message} that the real front end writes.
   */
  public HttpResponse refuse(ServiceException refusal) {
    ObjectNode body = json.createObjectNode();
    body.put("message", refusal.text());
    return HttpResponse.of(refusal.status(), CONTENT_TYPE, body.toString())
        .with("x-amzn-ErrorType", refusal.type());
  }

  private static HttpResponse ok(ObjectNode body) {
    return HttpResponse.of(200, CONTENT_TYPE, body.toString());
  }

  /** Accepts a key that does not exist, as the real service does: only PutMedia shows it. */
  private ObjectNode create(Caller caller, RequestFields fields) throws ServiceException {
    String name = fields.requireText("StreamName", StreamAccess.NAME);
    Map<String, String> tags = fields.texts("Tags");
    Tags.requireValid(tags);
    // Since November 2025; the tier changes the bill, nothing that can be seen here.
    fields.nested("StreamStorageConfiguration").text("DefaultStorageTier", STORAGE_TIER);
    StreamSettings settings =
        new StreamSettings(
            fields.text("DeviceName", DEVICE),
            fields.text("MediaType", MEDIA_TYPE),
            fields.text("KmsKeyId", KEY),
            fields.integer("DataRetentionInHours", 0, MAX_RETENTION_HOURS, 0),
            tags);
    caller.require("kinesisvideo:CreateStream", store.arnFor(name), Tags.conditionKeys(tags));
    Stream stream = store.create(name, settings, StreamStatus.CREATING);
    return json.createObjectNode().put("StreamARN", stream.arn());
  }

  private ObjectNode info(Stream stream) {
    StreamSettings settings = stream.settings();
    ObjectNode info = json.createObjectNode();
    info.put("StreamName", stream.name());
    info.put("StreamARN", stream.arn());
    // Unset members are explicit nulls on the real wire.
    info.put("DeviceName", settings.deviceName().orElse(null));
    info.put("MediaType", settings.mediaType().orElse(null));
    info.put("KmsKeyId", settings.kmsKeyId().orElse(managedKey));
    info.put("Version", stream.version());
    info.put("Status", stream.status().name());
    info.put("CreationTime", stream.created().toEpochMilli() / 1000.0);
    info.put("DataRetentionInHours", settings.retentionHours());
    return info;
  }

  private ObjectNode list(Caller caller, RequestFields fields) throws ServiceException {
    caller.require("kinesisvideo:ListStreams", "*");
    int max = fields.integer("MaxResults", 1, MAX_PAGE, MAX_PAGE);
    RequestFields condition = fields.nested("StreamNameCondition");
    condition.text("ComparisonOperator", BEGINS_WITH);
    String prefix = condition.text("ComparisonValue", StreamAccess.NAME).orElse("");
    String after = PageToken.decode(fields.text("NextToken", TOKEN).orElse(""));
    Iterator<StoredStream> found =
        store.all().stream()
            .filter(s -> s.description().name().startsWith(prefix))
            .filter(s -> s.description().name().compareTo(after) > 0)
            .iterator();
    ObjectNode answer = json.createObjectNode();
    ArrayNode page = answer.putArray("StreamInfoList");
    String last = "";
    while (found.hasNext() && page.size() < max) {
      Stream stream = found.next().description();
      page.add(info(stream));
      last = stream.name();
    }
    answer.put("NextToken", found.hasNext() ? PageToken.encode(last) : null);
    return answer;
  }

  private ObjectNode endpoint(RequestFields fields) throws ServiceException {
    fields.requireText("APIName", API_NAME);
    return json.createObjectNode().put("DataEndpoint", dataEndpoint.get().toString());
  }

  private ObjectNode update(StoredStream stream, RequestFields fields) throws ServiceException {
    StreamSettings old = stream.description().settings();
    Optional<String> device = fields.text("DeviceName", DEVICE);
    Optional<String> media = fields.text("MediaType", MEDIA_TYPE);
    return change(
        stream,
        fields,
        new StreamSettings(
            device.or(old::deviceName),
            media.or(old::mediaType),
            old.kmsKeyId(),
            old.retentionHours(),
            old.tags()));
  }

  private ObjectNode updateRetention(StoredStream stream, RequestFields fields)
      throws ServiceException {
    String operation = fields.requireText("Operation", RETENTION_CHANGE);
    int delta = fields.integer("DataRetentionChangeInHours", 1, MAX_RETENTION_HOURS, 0);
    if (delta == 0) {
      throw RequestFields.invalid("DataRetentionChangeInHours is required");
    }
    StreamSettings old = stream.description().settings();
    int hours = old.retentionHours() + (operation.startsWith("INCREASE") ? delta : -delta);
    if (hours < 0 || hours > MAX_RETENTION_HOURS) {
      throw RequestFields.invalid("The retention would become " + hours + " hours");
    }
    return change(stream, fields, old.withRetentionHours(hours));
  }

  /** Optimistic locking: whoever did not see the newest version changes nothing. */
  private ObjectNode change(StoredStream stream, RequestFields fields, StreamSettings settings)
      throws ServiceException {
    String version = fields.requireText("CurrentVersion", VERSION);
    requireActive(stream);
    String next = StreamStore.newVersion();
    Stream changed =
        stream.change(s -> s.version().equals(version) ? s.changed(settings, next) : s);
    if (!changed.version().equals(next)) {
      throw versionMismatch();
    }
    return json.createObjectNode();
  }

  private ObjectNode delete(StoredStream stream, RequestFields fields) throws ServiceException {
    Optional<String> version = fields.text("CurrentVersion", VERSION);
    if (version.isPresent() && !version.get().equals(stream.description().version())) {
      throw versionMismatch();
    }
    store.delete(stream);
    return json.createObjectNode();
  }

  private ObjectNode tag(StoredStream stream, RequestFields fields) throws ServiceException {
    Map<String, String> tags = fields.texts("Tags");
    if (tags.isEmpty()) {
      throw RequestFields.invalid("Tags is required");
    }
    Map<String, String> all = Tags.merged(stream.description().settings().tags(), tags);
    Tags.requireValid(all);
    stream.change(s -> s.tagged(Tags.merged(s.settings().tags(), tags)));
    return json.createObjectNode();
  }

  private ObjectNode untag(StoredStream stream, RequestFields fields) throws ServiceException {
    List<String> keys = fields.list("TagKeyList");
    Tags.requireValidKeys(keys);
    stream.change(s -> s.tagged(Tags.without(s.settings().tags(), keys)));
    return json.createObjectNode();
  }

  private ObjectNode listTags(StoredStream stream) {
    ObjectNode answer = json.createObjectNode();
    ObjectNode tags = answer.putObject("Tags");
    stream.description().settings().tags().forEach(tags::put);
    answer.putNull("NextToken");
    return answer;
  }

  private static void requireActive(StoredStream stream) throws ServiceException {
    if (stream.description().status() != StreamStatus.ACTIVE) {
      throw new ServiceException(
          400, "ResourceInUseException", "The stream is " + stream.description().status() + ".");
    }
  }

  private static ServiceException versionMismatch() {
    return new ServiceException(
        400, "VersionMismatchException", "The stream version is not the latest one.");
  }
}
