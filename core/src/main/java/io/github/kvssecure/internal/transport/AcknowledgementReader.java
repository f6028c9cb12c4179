package io.github.kvssecure.internal.transport;

import io.github.kvssecure.internal.transport.FlatJson.Kind;
import io.github.kvssecure.internal.transport.FlatJson.Value;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.AcknowledgementError;
import io.github.kvssecure.media.FragmentNumber;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the members of a JSON object their meaning as an acknowledgement. The API reference and the
 * wire spell some names apart; both are read, but not both in one object.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_dataplane_PutMedia.html#API_dataplane_PutMedia_ResponseSyntax">PutMedia,
 *     acknowledgements</a>
 */
final class AcknowledgementReader {

  private static final Logger LOG = LoggerFactory.getLogger(AcknowledgementReader.class);
  private static final int MAX_CODE_LENGTH = 128;

  /** The service's stand-in for "no fragment". */
  private static final long NO_TIMECODE = -1;

  private AcknowledgementReader() {}

  /**
   * The acknowledgement that these members make.
   *
   * @return empty if there is no event type, or one that this library does not know
   * @throws MalformedResponseException if a known member has an impossible value
   */
  static Optional<Acknowledgement> read(Map<String, Value> members)
      throws MalformedResponseException {
    Optional<Acknowledgement.Type> type = type(oneOf(members, "EventType", "AckEventType"));
    if (type.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Acknowledgement(
            type.get(),
            timecode(oneOf(members, "FragmentTimecode", "FragmentTimeCode")),
            fragmentNumber(members.get("FragmentNumber")),
            type.get() == Acknowledgement.Type.ERROR
                ? Optional.of(error(members.get("ErrorId"), members.get("ErrorCode")))
                : Optional.empty()));
  }

  private static Optional<Acknowledgement.Type> type(@Nullable Value value) {
    String name = value == null ? "" : value.text().toUpperCase(Locale.ROOT);
    for (Acknowledgement.Type type : Acknowledgement.Type.values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    LOG.debug("ignored an acknowledgement whose event type is unknown");
    return Optional.empty();
  }

  private static OptionalLong timecode(@Nullable Value value) throws MalformedResponseException {
    String text = textOf(value);
    if (text == null) {
      return OptionalLong.empty();
    }
    try {
      long millis = Long.parseLong(text);
      return millis == NO_TIMECODE ? OptionalLong.empty() : OptionalLong.of(millis);
    } catch (NumberFormatException e) {
      throw new MalformedResponseException(
          "the fragment timecode of an acknowledgement must be an integer of 64 bits");
    }
  }

  private static Optional<FragmentNumber> fragmentNumber(@Nullable Value value)
      throws MalformedResponseException {
    String text = textOf(value);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new FragmentNumber(text));
    } catch (IllegalArgumentException e) {
      throw new MalformedResponseException(
          "the fragment number of an acknowledgement must be 1 to 128 decimal digits");
    }
  }

  private static AcknowledgementError error(@Nullable Value id, @Nullable Value code)
      throws MalformedResponseException {
    String number = textOf(id);
    String word = textOf(code);
    try {
      return new AcknowledgementError(
          number == null ? 0 : Integer.parseInt(number),
          word == null ? "UNKNOWN" : printable(word));
    } catch (NumberFormatException e) {
      throw new MalformedResponseException(
          "the error id of an acknowledgement must be an integer of 32 bits");
    }
  }

  /** The code goes into messages and logs: nothing in it may end a line there. */
  private static String printable(String code) {
    StringBuilder printable = new StringBuilder();
    code.chars()
        .limit(MAX_CODE_LENGTH)
        .forEach(c -> printable.append(c > ' ' && c <= '~' ? (char) c : '?'));
    return printable.toString();
  }

  /** The value's text, unless there is none: a missing member, {@code ""} and null are alike. */
  private static @Nullable String textOf(@Nullable Value value) {
    return value == null
            || value.text().isEmpty()
            || (value.kind() == Kind.LITERAL && value.text().equals("null"))
        ? null
        : value.text();
  }

  private static @Nullable Value oneOf(Map<String, Value> members, String onWire, String inGuide)
      throws MalformedResponseException {
    Value wire = members.get(onWire);
    Value guide = members.get(inGuide);
    if (wire != null && guide != null) {
      throw new MalformedResponseException(
          "an acknowledgement has both " + onWire + " and " + inGuide);
    }
    return wire != null ? wire : guide;
  }
}
