package io.github.kvssecure.jni.internal.bind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fragments of one upload that have left and are not freed, in order. Native code frees all
 * that lies before an acknowledged fragment, so an acknowledgement is held back until those before
 * it have come too. Guarded by the client's lock.
 */
final class SentFragments {

  private final FragmentScanner scanner = new FragmentScanner(this::begun);
  private final Map<Long, Boolean> acknowledged = new LinkedHashMap<>();

  private void begun(long timecodeMillis) {
    acknowledged.put(timecodeMillis, false);
  }

  /** Follows the first {@code length} bytes of {@code bytes} as they leave. */
  void follow(byte[] bytes, int length) {
    scanner.scan(bytes, length);
  }

  /** Whether at least a part of the fragment has left, and it is not freed. */
  boolean has(long timecodeMillis) {
    return acknowledged.containsKey(timecodeMillis);
  }

  /** Whether the whole fragment has left. */
  boolean hasWhole(long timecodeMillis) {
    return has(timecodeMillis) && timecodeMillis <= scanner.ended();
  }

  /** Whether no fragment that is not freed has left before it. */
  boolean isFirst(long timecodeMillis) {
    var oldest = acknowledged.keySet().iterator();
    return oldest.hasNext() && oldest.next() == timecodeMillis;
  }

  /**
   * Notes that the service is done with a fragment.
   *
   * @param timecodeMillis a fragment that {@link #hasWhole}
   * @return what may be freed now, in order; often this fragment alone
   */
  List<Long> acknowledge(long timecodeMillis) {
    acknowledged.put(timecodeMillis, true);
    List<Long> freed = new ArrayList<>();
    var oldest = acknowledged.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Long, Boolean> fragment = oldest.next();
      if (!fragment.getValue()) {
        break;
      }
      freed.add(fragment.getKey());
      oldest.remove();
    }
    return freed;
  }
}
