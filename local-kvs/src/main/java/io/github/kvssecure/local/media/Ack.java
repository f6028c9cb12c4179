package io.github.kvssecure.local.media;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Acknowledgement lines with the field names of the real wire, which differ from those the API page
 * prints.
 */
final class Ack {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Ack() {}

  static String buffering(long timecode, String number) {
    return fragment("BUFFERING", timecode, number).toString();
  }

  static String received(long timecode, String number) {
    return fragment("RECEIVED", timecode, number).toString();
  }

  static String persisted(long timecode, String number) {
    return fragment("PERSISTED", timecode, number).toString();
  }

  static String error(long timecode, String number, AckError error) {
    return fragment("ERROR", timecode, number)
        .put("ErrorCode", error.name())
        .put("ErrorId", error.id())
        .toString();
  }

  static String idle() {
    return JSON.createObjectNode().put("EventType", "IDLE").toString();
  }

  private static ObjectNode fragment(String event, long timecode, String number) {
    return JSON.createObjectNode()
        .put("EventType", event)
        .put("FragmentTimecode", timecode)
        .put("FragmentNumber", number);
  }
}
