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
  private static final int QUICK_IN_FLIGHT = 64;

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
    say("startCpuMillis " + ProcessorTime.millis());
  }

  /**
   * Quick jobs until all is compiled that will be, then more of them for what an image costs, then
   * jobs of the asked length for everything else.
   */
  private void measured() throws Exception {
    quick("warm", target.number("warmJobs"));
    quick("busy", target.number("quickJobs"));
    paced();
  }

  private void quick(String name, int jobs) throws Exception {
    Batch batch = new Batch(maker, callers, jobs, Math.min(QUICK_IN_FLIGHT, target.inFlight()));
    awaitWord(name);
    Usage usage = new Usage();
    batch.run(System.nanoTime() + TimeUnit.SECONDS.toNanos(target.number("quickSeconds")));
    usage.tell(name, batch.images(), 0);
  }

  private void paced() throws Exception {
    Batch batch = new Batch(maker, callers, target.number("jobs"), target.inFlight());
    Compiler.awaitQuiet();
    awaitWord("paced");
    Usage usage = new Usage();
    Sampler sampler = new Sampler(target.number("liveAfterSeconds"));
    batch.run(Long.MAX_VALUE);
    usage.tell("paced", batch.images(), 1);
    batch.tell();
    sampler.tell();
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
