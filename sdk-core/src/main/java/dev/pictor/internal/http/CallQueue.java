package dev.pictor.internal.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/**
 * Runs calls, as many at once as there is {@link Room} for; the others wait for their turn, in
 * order. OkHttp's dispatcher does the same, but names its thread after the URL for each call and
 * back, which is a good part of what a short one costs, and lets a fault of its own end the thread,
 * and with it an Android app.
 *
 * <p>Thread-safe. A callback is run on the thread of its call, which takes the next one afterwards,
 * or what the call has left for it to do, be it a call of another queue ({@link CallThread}).
 */
public class CallQueue extends ThreadPoolExecutor {
  private final Room room;
  private final Queue<Turn> waiting = new ArrayDeque<>();
  private final Queue<Turn> waitingLong = new ArrayDeque<>();
  private final Set<Turn> running = new HashSet<>();

  /** How many short calls run to each. */
  private final Map<String, Integer> hosts = new HashMap<>();

  CallQueue(String threads, Room room) {
    super( // any number of threads: those that run what is left of a call do not count
        0,
        Integer.MAX_VALUE,
        Threads.IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        Threads.named(threads, CallThread::new));
    this.room = room;
  }

  /** A call and who waits for it. */
  final class Turn implements Runnable {
    private final Call call;
    private final boolean isLong;
    private final Callback callback;

    Turn(Call call, boolean isLong, Callback callback) {
      this.call = call;
      this.isLong = isLong;
      this.callback = callback;
    }

    String host() {
      return call.request().url().host();
    }

    @Override
    public void run() {
      Optional<Turn> another = next();
      while (another.isPresent()) {
        another = another.get().next();
      }
    }

    /** Makes the call, and says which one this thread makes next, of whatever queue. */
    private Optional<Turn> next() {
      make();
      Optional<Turn> next = after(this);
      Optional<Turn> taken = CallThread.taken();
      Optional<Runnable> rest = CallThread.callHasEnded();
      if (next.isPresent() && (taken.isPresent() || rest.isPresent())) {
        next.get().startElsewhere();
      }
      if (!rest.isPresent()) {
        return taken.isPresent() ? taken : next;
      }
      if (taken.isPresent()) {
        taken.get().startElsewhere();
      }
      rest.get().run();
      return Optional.empty();
    }

    /** Makes it within another call, which goes on afterwards. */
    void makeWithin() {
      make();
      Optional<Turn> next = after(this);
      if (next.isPresent()) {
        next.get().startElsewhere();
      }
    }

    /** Never throws: this thread may hold an image that somebody waits for. */
    private void startElsewhere() {
      try {
        execute(this);
      } catch (RuntimeException | Error e) {
        Futures.run(() -> fail(Optional.of(this), e));
      }
    }

    private void make() {
      Thread.interrupted(); // whom it was meant for has gone
      try {
        exchange();
      } catch (RuntimeException | Error e) {
        Futures.uncaught(e);
      }
    }

    private void exchange() {
      if (isShutdown()) {
        cancel(call); // it came while the others were told to end
      }
      Response response;
      try {
        response = call.execute();
      } catch (IOException e) {
        CallThread.callIsEnding();
        failed(e);
        return;
      } catch (RuntimeException | Error e) { // of OkHttp, or of an interceptor of the user's
        cancel(call);
        CallThread.callIsEnding();
        failed(new CodeFailedException(e));
        return;
      }
      try {
        callback.onResponse(call, response);
      } catch (IOException e) {
        throw new IllegalStateException(e); // nobody is left to hear of it but the thread's handler
      }
    }

    void failed(IOException why) {
      callback.onFailure(call, why);
    }
  }

  /**
   * Runs a call as soon as there is room.
   *
   * @throws RuntimeException or an error, if there is no thread for it; nothing was sent then
   */
  void enqueue(Call call, Callback callback) {
    enqueue(new Turn(call, false, callback));
  }

  /** The same, of a call that is long on purpose, and for which its caller has taken room. */
  void enqueueLong(Call call, Callback callback) {
    enqueue(new Turn(call, true, callback));
  }

  private void enqueue(Turn turn) {
    synchronized (this) {
      if (!begins(turn)) {
        (turn.isLong ? waitingLong : waiting).add(turn);
        return;
      }
    }
    if (CallThread.takes(turn)) {
      return;
    }
    try {
      execute(turn);
    } catch (RejectedExecutionException closed) {
      fail(Optional.of(turn), closed);
    } catch (RuntimeException | Error e) {
      fail(after(turn), e);
      throw e;
    }
  }

  /** One has no thread: it and who waits for its room would wait for ever. */
  private void fail(Optional<Turn> unstarted, Throwable noThread) {
    String why =
        noThread instanceof RejectedExecutionException
            ? "closed"
            : "there is no thread for it: " + noThread;
    for (Optional<Turn> next = unstarted; next.isPresent(); next = after(next.get())) {
      Turn turn = next.get();
      IOException failure = (IOException) new InterruptedIOException(why).initCause(noThread);
      Futures.run(() -> turn.failed(failure));
    }
  }

  /** Ends a call, which an event listener of the user's hears of: its bugs must not harm us. */
  static void cancel(Call call) {
    Futures.run(call::cancel);
  }

  /** Ends all calls; those that wait fail when their turn has come. */
  void cancelAll() {
    List<Turn> all;
    synchronized (this) {
      all = new ArrayList<>(running);
      all.addAll(waitingLong);
      all.addAll(waiting);
    }
    all.forEach(turn -> cancel(turn.call));
  }

  /**
   * How many calls have begun or wait, and have not ended with all that their ends give rise to.
   */
  public synchronized int underWay() {
    return running.size() + waitingLong.size() + waiting.size();
  }

  /** One has ended: the first that there is room for takes its thread. */
  private synchronized Optional<Turn> after(Turn ended) {
    giveRoom(ended);
    Turn firstLong = waitingLong.peek();
    if (firstLong != null && begins(firstLong)) {
      waitingLong.remove();
      return Optional.of(firstLong);
    }
    for (Iterator<Turn> turns = waiting.iterator(); turns.hasNext() && room.mayBeginShort(); ) {
      Turn next = turns.next();
      if (begins(next)) {
        turns.remove();
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  /** Takes room for it, if there is any. */
  private boolean begins(Turn turn) {
    String host = turn.host();
    if (turn.isLong ? !room.beginLong() : !room.beginShort(hosts.getOrDefault(host, 0))) {
      return false;
    }
    running.add(turn);
    if (!turn.isLong) {
      hosts.put(host, hosts.getOrDefault(host, 0) + 1);
    }
    return true;
  }

  private void giveRoom(Turn turn) {
    running.remove(turn);
    if (turn.isLong) {
      room.endLong();
      return;
    }
    room.endShort();
    int others = hosts.getOrDefault(turn.host(), 1) - 1;
    if (others == 0) {
      hosts.remove(turn.host());
    } else {
      hosts.put(turn.host(), others);
    }
  }
}
