package dev.pictor.testing;

/** What a request is for, and who answers it. */
final class Route {
  private final Step step;
  private final Handler handler;

  Route(Step step, Handler handler) {
    this.step = step;
    this.handler = handler;
  }

  Step step() {
    return step;
  }

  Handler handler() {
    return handler;
  }

  /** Does what the request asks for and says so. */
  interface Handler {
    Reply answer(RecordedCall call);
  }
}
