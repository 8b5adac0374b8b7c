package dev.pictor.internal.job;

import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Exchange;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Origin;
import dev.pictor.spi.Provider;
import dev.pictor.spi.Submission;
import dev.pictor.spi.Submission.Lookup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One look through a provider's list of jobs, page by page. */
final class Look {
  /** A hundred jobs each. A list without an end is not followed for ever. */
  static final int MAX_PAGES = 10;

  private final Engine engine;
  private final Provider provider;
  private final PlannedCall call;
  private final Window window;
  private final Instant since;
  private final CompletableFuture<Look> end = new CompletableFuture<>();
  private final List<Submission> matches = new ArrayList<>();
  private final List<Submission> doubtful = new ArrayList<>();

  private boolean isCut;
  private boolean stopped;
  private int pages;
  private Optional<Exchange> exchange = Optional.empty();

  Look(Engine engine, Provider provider, PlannedCall call, Window window) {
    this.engine = engine;
    this.provider = provider;
    this.call = call;
    this.window = window;
    this.since = window.since();
  }

  /** This look, when it has seen all; fails if a page cannot be read. Silent once stopped. */
  CompletableFuture<Look> end() {
    return end;
  }

  /** The jobs that match. */
  List<Submission> matches() {
    return matches;
  }

  /** The jobs that may match. */
  List<Submission> doubtful() {
    return doubtful;
  }

  /** Whether the list went on beyond what was followed. */
  boolean isCut() {
    return isCut;
  }

  void start() {
    Optional<HttpCall> first;
    try {
      first = Engine.guarded(provider, Optional.empty(), () -> provider.lookup(call, since));
    } catch (PictorException e) {
      end.completeExceptionally(e);
      return;
    }
    if (first.isPresent()) {
      page(first.get());
    } else {
      end.completeExceptionally(new IllegalStateException("there is no list any more"));
    }
  }

  void stop() {
    Optional<Exchange> underWay;
    synchronized (this) {
      stopped = true;
      underWay = exchange;
    }
    underWay.ifPresent(Exchange::abort);
  }

  private void page(HttpCall page) {
    Exchange sent;
    synchronized (this) {
      if (stopped) {
        return;
      }
      pages++;
      try {
        sent = engine.send(provider, page, Optional.empty());
      } catch (RuntimeException | Error e) { // nobody else would end it
        end.completeExceptionally(e);
        return;
      }
      exchange = Optional.of(sent);
    }
    sent.whenDone(this::answered);
  }

  private void answered(@Nullable HttpReply reply, @Nullable Throwable failure) {
    synchronized (this) {
      if (stopped) {
        return;
      }
    }
    if (reply == null) {
      end.completeExceptionally(
          failure == null ? new IllegalStateException("no reply and no failure") : failure);
      return;
    }
    window.heard(reply);
    if (!reply.isSuccessful()) {
      end.completeExceptionally(Engine.error(provider, reply));
      return;
    }
    Lookup seen;
    try {
      seen = Engine.read(reply, page -> provider.readLookup(call, since, page));
    } catch (PictorException e) {
      end.completeExceptionally(e);
      return;
    }
    seen.matches().forEach(match -> (isHardlyIts(match) ? doubtful : matches).add(match));
    doubtful.addAll(seen.doubtful());
    follow(seen.next());
  }

  /**
   * Whether it is as old as the job of somebody else would be. A seed tells that better: it is
   * mostly one that nobody else has, and gives the same image otherwise.
   */
  private boolean isHardlyIts(Submission match) {
    return !call.seed().isPresent()
        && match.snapshot().flatMap(JobSnapshot::createdAt).filter(window::isBefore).isPresent();
  }

  private void follow(Optional<HttpCall> next) {
    if (next.isPresent() && pages < MAX_PAGES && isTrusted(next.get())) {
      page(next.get());
    } else {
      isCut = next.isPresent();
      end.complete(this);
    }
  }

  /** The URL comes from outside, and nobody else is to be asked, with the key or without. */
  private boolean isTrusted(HttpCall next) {
    try {
      return Engine.guarded(
          provider, Optional.empty(), () -> provider.trusts(Origin.of(next.url())));
    } catch (PictorException noUrl) {
      return false;
    }
  }
}
