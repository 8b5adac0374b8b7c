package dev.pictor.compat.app;

import java.io.PrintStream;
import java.util.Optional;

/** What the app prints: the same, line by line, whoever has compiled it. */
final class Transcript {
  private final PrintStream out;

  Transcript(PrintStream out) {
    this.out = out;
  }

  void section(String title) {
    out.println("== " + title);
  }

  void line(String name, Object value) {
    Object shown = value;
    if (value instanceof Optional) {
      shown = ((Optional<?>) value).isPresent() ? ((Optional<?>) value).get() : "-";
    }
    out.println(name + ": " + shown);
  }

  /** For what differs each time. */
  void present(String name, Optional<?> value) {
    line(name, value.isPresent() ? "there" : "not there");
  }
}
