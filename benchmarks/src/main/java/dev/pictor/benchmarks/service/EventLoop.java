package dev.pictor.benchmarks.service;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** One thread for all sockets and all waits. */
final class EventLoop {
  /** What is done when a channel has something to say. */
  interface Ready {
    void ready(SelectionKey key) throws IOException;
  }

  private final Selector selector;
  private final PriorityQueue<Wait> waits = new PriorityQueue<>();
  private final Queue<Runnable> fromOutside = new ConcurrentLinkedQueue<>();
  private long number;

  EventLoop() throws IOException {
    selector = Selector.open();
  }

  private static final class Wait implements Comparable<Wait> {
    private final long nanos;
    private final long number;
    private final Runnable task;

    Wait(long nanos, long number, Runnable task) {
      this.nanos = nanos;
      this.number = number;
      this.task = task;
    }

    /** What was asked for first comes first: replies on one connection keep their order. */
    @Override
    public int compareTo(Wait other) {
      int order = Long.compare(nanos - other.nanos, 0);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, operations, ready);
  }

  /** Runs a task at a moment of {@link System#nanoTime}, up to a millisecond late. */
  void at(long nanos, Runnable task) {
    waits.add(new Wait(nanos, number++, task));
  }

  /** Runs a task soon; for other threads. */
  void execute(Runnable task) {
    fromOutside.add(task);
    selector.wakeup();
  }

  void run() throws IOException {
    while (true) {
      select();
      Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
      while (keys.hasNext()) {
        SelectionKey key = keys.next();
        keys.remove();
        if (key.isValid()) {
          ((Ready) key.attachment()).ready(key);
        }
      }
      for (Runnable task = fromOutside.poll(); task != null; task = fromOutside.poll()) {
        task.run();
      }
      runDue();
    }
  }

  private void select() throws IOException {
    Wait next = waits.peek();
    if (next == null) {
      selector.select();
      return;
    }
    long nanos = next.nanos - System.nanoTime();
    if (nanos <= 0) {
      selector.selectNow();
    } else {
      selector.select(TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    }
  }

  private void runDue() {
    long now = System.nanoTime();
    for (Wait next = waits.peek(); next != null && next.nanos - now <= 0; next = waits.peek()) {
      waits.remove();
      next.task.run();
    }
  }
}
