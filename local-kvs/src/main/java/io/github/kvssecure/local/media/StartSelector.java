package io.github.kvssecure.local.media;

import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.streams.RequestFields;
import io.github.kvssecure.local.streams.StoredFragment;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/** Where a GetMedia call begins, resolved to the fragment number after which it goes on. */
final class StartSelector {
  private static final Pattern TYPE =
      Pattern.compile(
          "NOW|EARLIEST|FRAGMENT_NUMBER|PRODUCER_TIMESTAMP|SERVER_TIMESTAMP|CONTINUATION_TOKEN");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,128}");

  private StartSelector() {}

  /** Returns the number to go on after; empty text for the beginning. */
  static String resolve(RequestFields selector, List<StoredFragment> stored)
      throws ServiceException {
    String type = selector.requireText("StartSelectorType", TYPE);
    return switch (type) {
      case "EARLIEST" -> "";
      case "NOW" -> newest(stored);
      case "FRAGMENT_NUMBER" -> selector.requireText("AfterFragmentNumber", NUMBER);
      case "CONTINUATION_TOKEN" -> selector.requireText("ContinuationToken", NUMBER);
      case "SERVER_TIMESTAMP" ->
          before(stored, selector.millis("StartTimestamp"), f -> f.serverTime().toEpochMilli());
      default ->
          before(
              stored,
              selector.millis("StartTimestamp"),
              f -> f.media().timecodeMillis() + f.media().duration().toMillis());
    };
  }

  private static String newest(List<StoredFragment> stored) {
    return stored.stream().map(StoredFragment::number).max(Comparator.naturalOrder()).orElse("");
  }

  /** The last fragment that lies wholly before the time. */
  private static String before(
      List<StoredFragment> stored, long millis, ToLongFunction<StoredFragment> end) {
    return newest(stored.stream().filter(f -> end.applyAsLong(f) < millis).toList());
  }
}
