package io.github.kvssecure.samples.benchmark;

import io.github.kvssecure.samples.benchmark.SinkSocket.Cut;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A client in a fresh process that films with one camera, whose connection can be cut. */
final class FilmingClient implements AutoCloseable {

  private static final int FRAME_BYTES = 10_000;
  /** The key frame that ends the last fragment is never acknowledged itself. */
  static final int FRAMES_AFTER_FILM = 1;

  private static final int SETTLE_POLLS = 100;
  private static final long SETTLE_MILLIS = 50;

  private final Stage stage;
  private final Child process;
  private final int run;
  private boolean away;

  private FilmingClient(Stage stage, Child process, int run) {
    this.stage = stage;
    this.process = process;
    this.run = run;
  }

  /**
   * Starts one.
   *
   * @param which {@code ours} or {@code vendor}
   * @param run what its frames count for
   */
  static FilmingClient start(Stage stage, String which, int run) throws IOException {
    FilmingClient client = new FilmingClient(stage, stage.start(which), run);
    client.film();
    return client;
  }

  private void film() throws IOException {
    process.answer();
    stage.sink().ask("watch " + run);
    process.ask("open 1");
    process.ask("film " + run + " " + FRAME_BYTES);
  }

  /**
   * Cuts its connection and waits until it is back.
   *
   * @param laterMillis how long after a fragment was stored on that connection
   * @return what the sink and the client say of it; nothing if it is away for good
   */
  Figures cut(Cut how, int laterMillis) throws IOException {
    if (away) {
      return new Figures();
    }
    Figures gap = stage.sink().ask("cut " + run + " " + how + " " + laterMillis);
    away = gap.isEmpty();
    return away ? gap : gap.with(process.ask("report"));
  }

  /** Ends the film; says how many {@code frames} were put, and what the sink and it say of them. */
  Figures end() throws IOException, InterruptedException {
    Figures put = process.ask("stop");
    for (int i = 0; i < SETTLE_POLLS && !isSettled(put.get("frames")); i++) {
      TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    }
    return put.with(account()).with(process.ask("report"));
  }

  private boolean isSettled(double frames) throws IOException {
    Figures said = process.ask("report");
    return account().get("stored") >= frames
        && (!said.has("pending") || said.get("pending") <= FRAMES_AFTER_FILM);
  }

  private Figures account() throws IOException {
    return stage.sink().ask("account " + run);
  }

  /** How many calls of the control plane it has made. */
  double controlCalls() throws IOException {
    Figures said = process.ask("report");
    return said.has("controlCalls") ? said.get("controlCalls") : stage.control().calls().size();
  }

  @Override
  public void close() {
    process.close();
  }
}
