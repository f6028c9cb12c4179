package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens at the limits of a native client, each in a JVM of its own. */
class SmallProducerTest {

  private static String run(String what) throws Exception {
    ForkedJvm.Outcome outcome = ForkedJvm.run(SmallProducer.class, List.of("-Xcheck:jni"), what);
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    return outcome.output();
  }

  @ShownGone({"5-too-many", "4-refusal-swallowed"})
  @Test
  void moreStreamsThanTheClientHasRoomFor_areRefusedWithTheNativeStatus() throws Exception {
    assertThat(run("streams"))
        .contains(
            "open=3 status=" + Integer.toHexString(NativeStatus.MAX_STREAM_COUNT), "again=ok");
  }

  @ShownGone("5-full-store")
  @Test
  void fullStore_refusesFrames_andTakesThemAgainOnceThereIsRoom() throws Exception {
    assertThat(run("full"))
        .contains(
            "status=" + Integer.toHexString(NativeStatus.STORE_OUT_OF_MEMORY),
            "lost=0",
            "pressure=true",
            "dropped=[]");
  }

  /** Takes half a minute: native code takes no token that lasts less, and asks by its own clock. */
  @ShownGone("4-rotation")
  @Test
  void uploadBrokenWhileAnotherFollowsIt_losesNothing() throws Exception {
    assertThat(run("rotate"))
        .contains(
            "gap=0",
            "secondEndsEarly=false",
            "secondEnds=true",
            "replayedFrom=0",
            "missing=0",
            "dropped=[]",
            "complete=true");
  }
}
