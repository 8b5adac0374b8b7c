package dev.pictor.examples.cli;

import dev.pictor.examples.run.Progress;
import dev.pictor.examples.view.LiveProgress;
import dev.pictor.examples.view.PlainProgress;
import java.io.Console;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Optional;
import java.util.function.Function;

/** What a program takes from the process that it runs in, so that a test can be that process. */
public final class Host {
  private final Function<String, Optional<String>> environment;
  private final Path folder;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean live;

  /**
   * A process.
   *
   * @param environment looks a variable up; empty for one that is not set
   * @param folder the current folder
   * @param live whether what is printed can be repainted
   */
  public Host(
      Function<String, Optional<String>> environment,
      Path folder,
      PrintWriter out,
      PrintWriter err,
      boolean live) {
    this.environment = environment;
    this.folder = folder;
    this.out = out;
    this.err = err;
    this.live = live;
  }

  /** This process. */
  public static Host process() {
    Function<String, Optional<String>> environment =
        name -> Optional.ofNullable(System.getenv(name));
    return new Host(
        environment,
        Paths.get("").toAbsolutePath(),
        writer(System.out),
        writer(System.err),
        isTerminal(environment));
  }

  /** Writes as the stream encodes, which from Java 18 on is not always the default. */
  private static PrintWriter writer(OutputStream stream) {
    Charset charset =
        Optional.ofNullable(System.getProperty("stdout.encoding"))
            .map(Charset::forName)
            .orElseGet(Charset::defaultCharset);
    return new PrintWriter(new OutputStreamWriter(stream, charset), true);
  }

  // From Java 22 on it is not always null without a terminal; then it can be asked.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal(Function<String, Optional<String>> environment) {
    Console console = System.console();
    return console != null
        && isTerminal(console)
        && !environment.apply("NO_COLOR").filter(value -> !value.isEmpty()).isPresent()
        && environment.apply("TERM").filter(term -> !term.equals("dumb")).isPresent();
  }

  private static boolean isTerminal(Console console) {
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderJava) {
      return true;
    }
  }

  /** Looks an environment variable up. */
  public Function<String, Optional<String>> environment() {
    return environment;
  }

  /** The current folder. */
  public Path folder() {
    return folder;
  }

  /** For what was asked for. */
  public PrintWriter out() {
    return out;
  }

  /** For what went wrong, and nothing else. */
  public PrintWriter err() {
    return err;
  }

  /** Progress that suits the output. */
  public Progress progress() {
    return live
        ? new LiveProgress(out, System::nanoTime)
        : new PlainProgress(out, System::nanoTime);
  }
}
