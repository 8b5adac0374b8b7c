package dev.pictor.benchmarks.client;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The life of a client's process: a first image, whose moment counts as start-up; images to warm
 * up; and those that are measured, once the other side says so. Tells what it finds on its output,
 * a line for each figure.
 */
public final class Client {
  private final Target target;
  private final Maker maker;
  private final ExecutorService callers = Executors.newCachedThreadPool(Client::daemon);

  private Client(Target target, Maker maker) {
    this.target = target;
    this.maker = maker;
  }

  /** Makes what makes the images; its time is part of the start-up. */
  public interface Factory {
    /** Makes it, with room for as many images at a time as the target says. */
    Maker maker(Target target) throws Exception;
  }

  /**
   * Runs it and ends the process.
   *
   * @param target whose {@code jobs} are measured; if 0, the first image is all
   */
  public static void run(Target target, Factory factory) {
    try {
      Client client = new Client(target, factory.maker(target));
      client.first();
      if (target.number("jobs") > 0) {
        client.measured();
      }
      say("end");
      System.exit(0); // OkHttp's own threads would hold it up for a minute
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "caller");
    thread.setDaemon(true);
    return thread;
  }

  private void first() throws Exception {
    maker.make(0);
    say("first " + System.nanoTime());
  }

  /**
   * Quick jobs until all is compiled that will be, then more of them for what an image costs, then
   * jobs of the asked length for everything else.
   */
  private void measured() throws Exception {
    batch("warm", target.number("quickJobs"));
    batch("busy", target.number("quickJobs"));
    Batch paced = batch("paced", target.number("jobs"));
    paced.tell();
  }

  private Batch batch(String name, int jobs) throws Exception {
    boolean isPaced = name.equals("paced");
    Batch batch = new Batch(maker, callers, jobs, target.inFlight());
    if (jobs > 0) {
      awaitWord(name);
      Usage usage = new Usage();
      if (isPaced && target.number("lookAfterSeconds") > 0) {
        usage.lookAfter(target.number("lookAfterSeconds"));
      }
      batch.run(
          isPaced
              ? Long.MAX_VALUE
              : System.nanoTime() + TimeUnit.SECONDS.toNanos(target.number("quickSeconds")));
      usage.tell(name, batch.images());
    }
    return batch;
  }

  /** Lets the other side prepare the services. */
  private static void awaitWord(String batch) throws IOException {
    say("ready " + batch);
    int next = System.in.read();
    while (next >= 0 && next != '\n') {
      next = System.in.read();
    }
    if (next < 0) {
      throw new IOException("nobody waits for the figures");
    }
  }

  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
