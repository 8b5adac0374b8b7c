package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.HttpUrl;

/**
 * Tells the receivers of webhooks how their predictions are doing. All else in an emulator happens
 * when somebody asks; this is the one part that needs a thread of its own, and it has none before
 * the first prediction that names a receiver.
 */
final class ReplicateWebhooks {
  private final ReplicateEmulator emulator;
  private final ReplicateIds ids;
  private final WebhookSender sender;
  private final List<WebhookWatch> watches = new CopyOnWriteArrayList<>();
  private volatile boolean news;
  private boolean started;

  ReplicateWebhooks(ReplicateEmulator emulator, ReplicateIds ids, String secret) {
    this.emulator = emulator;
    this.ids = ids;
    this.sender = new WebhookSender(secret);
  }

  List<SentWebhook> sent() {
    return sender.sent();
  }

  /** Watches the prediction, if the request that created it names a receiver. */
  void watch(ReplicateJob job, JsonValue body) {
    Optional<HttpUrl> url = body.string("webhook").map(HttpUrl::parse);
    if (!url.isPresent()) {
      return;
    }
    Set<String> events = new TreeSet<>(Arrays.asList("output", "completed"));
    body.member("webhook_events_filter")
        .ifPresent(
            filter -> {
              events.clear();
              filter.elements().forEach(event -> event.asString().ifPresent(events::add));
            });
    watches.add(new WebhookWatch(emulator, sender, ids, job, url.get(), events));
    start();
    look();
  }

  /** Looks again at what it watches, as somebody may have moved it on. */
  void look() {
    if (!watches.isEmpty()) {
      news = true;
      emulator.clock().wake();
    }
  }

  private synchronized void start() {
    if (!started) {
      started = true;
      Thread thread = new Thread(this::run, "pictor-emulator-webhooks");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    Instant next;
    do {
      news = false;
      next = Instant.MAX;
      for (WebhookWatch watch : watches) {
        Instant again = watch.step();
        next = again.isBefore(next) ? again : next;
      }
      watches.removeIf(WebhookWatch::isOver);
    } while (emulator.pauseUntil(next, () -> news));
  }
}
