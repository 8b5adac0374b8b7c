package dev.pictor.testing;

import java.lang.reflect.Field;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.mockwebserver.MockWebServer;

/**
 * Lets a program end while an emulator is open.
 *
 * <p>MockWebServer serves on threads that keep the JVM alive and offers no setting for it. Its pool
 * is a {@link ThreadPoolExecutor}, which takes a new thread factory at any time; only reaching it
 * needs reflection, which reads and changes nothing. Where that does not work, with another version
 * of MockWebServer, the one thing lost is that a program must close its emulators to end.
 */
final class DaemonThreads {
  private DaemonThreads() {}

  static void use(MockWebServer server) {
    try {
      Object backend = read(inner(server), "taskRunnerBackend");
      ThreadPoolExecutor pool = (ThreadPoolExecutor) read(backend, "executor");
      AtomicInteger number = new AtomicInteger();
      pool.setThreadFactory(
          task -> {
            Thread thread = new Thread(task, "pictor-emulator-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });
    } catch (ReflectiveOperationException | RuntimeException e) {
      // See above: the emulator works all the same.
    }
  }

  /** Version 5 of MockWebServer wraps another, which has the pool. */
  private static Object inner(MockWebServer server) throws ReflectiveOperationException {
    for (Field field : server.getClass().getDeclaredFields()) {
      if (field.getName().equals("delegate")) {
        return read(server, field.getName());
      }
    }
    return server;
  }

  private static Object read(Object owner, String name) throws ReflectiveOperationException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }
}
