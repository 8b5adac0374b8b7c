package dev.pictor;

import dev.pictor.model.JsonValue;
import dev.pictor.testing.EmulatedService;
import dev.pictor.testing.Fault;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.Reply;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which fault each request of a walk meets. It depends on the seed, on what the request is about
 * and on how often that was asked before, not on the order in which threads come by.
 */
final class ChaosDice {
  private static final int OUT_OF = 1000;

  private final long seed;
  private final EmulatedService service;
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

  /** As the result of a job it is, by fal's own rules, the word of the job. */
  private static final Fault FAILURE = Fault.json(500, "{\"detail\":\"broken\"}");

  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
  private final List<Fault> inPlace;
  private final List<Fault> changes;
  private final List<Fault> ofDownloads;
  private volatile int perMille;

  ChaosDice(long seed, EmulatedService service, ForeignServer foreign) {
    this.seed = seed;
    this.service = service;
    inPlace =
        Arrays.asList(
            Fault.html(502),
            FAILURE,
            Fault.reply(Reply.html(503).header("Retry-After", "0")),
            Fault.empty(504),
            Fault.empty(408),
            Fault.empty(524),
            Fault.malformedJson(),
            Fault.json(200, "{}"),
            Fault.redirect(302, foreign.url() + "/login"),
            Fault.disconnect(),
            Fault.reset());
    changes =
        Arrays.asList(
            Fault.disconnectDuringReply(),
            Fault.resetDuringReply(),
            Fault.truncatedBody(),
            Fault.wrongTypes(),
            Fault.withMember("status", JsonValue.of("WARMING_UP")),
            Fault.contentType("text/plain"));
    ofDownloads =
        Arrays.asList(
            Fault.disconnectDuringReply(),
            Fault.resetDuringReply(),
            Fault.html(503),
            Fault.empty(500),
            Fault.empty(404),
            Fault.reset(),
            Fault.disconnect());
  }

  /** Lets so many of a thousand requests fail from now on. */
  void perMille(int faults) {
    perMille = faults;
  }

  /** Whether a submission was not answered as a submission should be. */
  boolean hasLostReply(String mark) {
    return unanswered.contains(mark);
  }

  /** Whether the service has said, against the truth, that a job with this prompt has failed. */
  boolean hasDenied(String mark) {
    return denied.contains(mark);
  }

  void forget() {
    denied.clear();
    asked.clear();
    unanswered.clear();
  }

  Optional<Fault> choose(RecordedCall call) {
    String what = call.step() == Step.SUBMIT ? call.bodyText() : call.path();
    int before =
        asked.computeIfAbsent(call.step() + what, key -> new AtomicInteger()).getAndIncrement();
    long roll = mix(seed ^ mix(hash(call, what)) ^ (long) before << 40);
    if (Long.remainderUnsigned(roll, OUT_OF) >= perMille) {
      return Optional.empty();
    }
    int sort = (int) (roll >>> 20 & 0xfff);
    int which = (int) (roll >>> 36 & 0xfff);
    if ((roll >>> 50 & 0x3f) == 0) {
      // Rare: it takes real time until a client gives up.
      return Optional.of(silence(call, which));
    }
    return Optional.of(
        call.step() == Step.SUBMIT ? ofSubmit(call, sort, which) : of(call, sort, which));
  }

  private Fault ofSubmit(RecordedCall call, int sort, int which) {
    if (sort % 32 == 0) {
      // Rare: whoever is told so slows down, as it should, and with it the walk.
      return Fault.rateLimited(Duration.ofSeconds(1 + which % 5));
    }
    switch (sort % 3) {
      case 0:
        List<Fault> refusals = refusals();
        return refusals.get(which % refusals.size());
      case 1:
        lost(call);
        return changes.get(which % changes.size());
      default:
        lost(call);
        Fault fault = inPlace.get(which % inPlace.size());
        return which % 2 == 0 ? fault : fault.afterEffect();
    }
  }

  private Fault silence(RecordedCall call, int which) {
    if (call.step() == Step.SUBMIT) {
      lost(call);
    }
    return which % 2 == 0 ? Fault.quiet() : Fault.stall();
  }

  private void lost(RecordedCall call) {
    unanswered.add(mark(call.json()));
  }

  /** The prompt that a submission carries. */
  private static String mark(JsonValue body) {
    return body.member("input").orElse(body).string("prompt").orElse("");
  }

  private static List<Fault> refusals() {
    List<Fault> refusals = new ArrayList<>();
    for (int status : new int[] {400, 401, 402, 403, 404, 422}) {
      refusals.add(Fault.json(status, "{\"detail\":\"no, said the dice\"}"));
    }
    return refusals;
  }

  private Fault of(RecordedCall call, int sort, int which) {
    if (call.step() == Step.DOWNLOAD) {
      return ofDownloads.get(which % ofDownloads.size());
    }
    switch (sort % 8) {
      case 0:
        return Fault.rateLimited(Duration.ofSeconds(1 + which % 5));
      case 1:
      case 2:
      case 3:
        return changes.get(which % changes.size());
      default:
        Fault fault = inPlace.get(which % inPlace.size());
        if (call.step() == Step.RESULT && fault == FAILURE) {
          deny(call);
        }
        return fault;
    }
  }

  /** What a request is about, without what chance has made of it. */
  private long hash(RecordedCall call, String what) {
    String about = what;
    if (call.step() != Step.SUBMIT && call.step() != Step.DOWNLOAD) {
      for (String part : call.segments()) {
        if (part.length() > 20) {
          about = jobOf(part).orElse(about);
        }
      }
    }
    long hash = call.step().name().hashCode();
    for (int i = 0; i < about.length(); i++) {
      hash = hash * 31 + about.charAt(i);
    }
    return hash;
  }

  private void deny(RecordedCall call) {
    for (String part : call.segments()) {
      try {
        denied.add(service.job(part).input().string("prompt").orElse(""));
      } catch (NoSuchElementException noJob) {
        // Another part of the path.
      }
    }
  }

  private Optional<String> jobOf(String id) {
    try {
      return Optional.of(service.job(id).input().toString());
    } catch (NoSuchElementException none) {
      return Optional.empty();
    }
  }

  static long mix(long value) {
    long mixed = (value + 0x9e3779b97f4a7c15L ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
