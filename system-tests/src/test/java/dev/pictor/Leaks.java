package dev.pictor;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Listens to what is said behind the back of a caller: the log of the platform, and the handler of
 * exceptions that nobody caught.
 */
final class Leaks implements AutoCloseable {
  /** The part of the keys that nobody else may see. */
  static final String SECRET = "0123456789abcdef";

  /** The other part of the key of fal. */
  static final String FAL_ID = "5a1b7a10-0000-4000-8000";

  // Kept: a logger that nobody holds forgets its level. This one speaks of unclosed replies.
  private final Logger okHttp = Logger.getLogger("okhttp3.OkHttpClient");
  private final Logger root = Logger.getLogger("");
  private final Logger own = Logger.getLogger("dev.pictor");
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Handler handler = new Listener();
  private final Thread.UncaughtExceptionHandler before =
      Thread.getDefaultUncaughtExceptionHandler();

  Leaks() {
    root.addHandler(handler);
    okHttp.setLevel(Level.FINE);
    own.setLevel(Level.ALL);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> said.add("nobody caught, in " + thread.getName() + ": " + failure));
  }

  /**
   * All that was logged of our own accord or of leaked connections, and all uncaught exceptions.
   */
  List<String> said() {
    return said;
  }

  /** Whether a text has a part of a key in it. */
  static boolean hasKey(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains(SECRET) || lower.contains(FAL_ID);
  }

  @Override
  public void close() {
    root.removeHandler(handler);
    okHttp.setLevel(null);
    own.setLevel(null);
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  private final class Listener extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord record) {
      String text = formatter.format(record);
      String logger = String.valueOf(record.getLoggerName());
      boolean isOurs = logger.startsWith("dev.pictor") && !logger.startsWith("dev.pictor.testing");
      if (hasKey(text) || isOurs || logger.equals("okhttp3.OkHttpClient")) {
        said.add("logged: " + text);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
