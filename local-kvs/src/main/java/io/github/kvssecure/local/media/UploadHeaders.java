package io.github.kvssecure.local.media;

import io.github.kvssecure.local.http.Headers;
import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.streams.RequestFields;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The PutMedia header fields that matter.
 *
 * @param streamName name, if given
 * @param streamArn ARN, if given
 * @param offsetMillis what to add to timecodes to make them absolute: the producer's start time for
 *     RELATIVE, else 0
 */
record UploadHeaders(Optional<String> streamName, Optional<String> streamArn, long offsetMillis) {
  private static final Pattern TIMESTAMP = Pattern.compile("\\d{1,12}\\.\\d{3}");

  static UploadHeaders parse(Headers headers) throws ServiceException {
    Optional<String> start = once(headers, "x-amzn-producer-start-timestamp");
    if (start.isPresent() && !TIMESTAMP.matcher(start.get()).matches()) {
      throw RequestFields.invalid(
          "x-amzn-producer-start-timestamp must be seconds with exactly three decimals");
    }
    String type = once(headers, "x-amzn-fragment-timecode-type").orElse("");
    long offset =
        switch (type) {
          case "ABSOLUTE" -> 0;
          case "RELATIVE" ->
              start
                  .map(s -> new BigDecimal(s).movePointRight(3).longValueExact())
                  .orElseThrow(
                      () ->
                          RequestFields.invalid(
                              "RELATIVE timecodes need x-amzn-producer-start-timestamp"));
          default ->
              throw RequestFields.invalid(
                  "x-amzn-fragment-timecode-type must be ABSOLUTE or RELATIVE");
        };
    return new UploadHeaders(
        once(headers, "x-amzn-stream-name"), once(headers, "x-amzn-stream-arn"), offset);
  }

  private static Optional<String> once(Headers headers, String name) throws ServiceException {
    if (headers.all(name).size() > 1) {
      throw RequestFields.invalid(name + " occurs more than once");
    }
    return headers.single(name);
  }
}
