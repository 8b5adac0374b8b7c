package dev.pictor;

import dev.pictor.model.JsonValue;
import dev.pictor.testing.Fault;
import dev.pictor.testing.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Every fault of the matrix. */
final class ChaosFaults {
  private static final int[] REFUSALS = {
    400, 401, 402, 403, 404, 405, 409, 413, 418, 422, 425, 429, 451
  };
  private static final int[] AMBIGUOUS = {408, 499, 500, 501, 502, 503, 504, 520, 524, 529};
  private static final int[] REDIRECTS = {301, 302, 303, 307, 308};
  private static final int TOO_LONG = 9 << 20;
  private static final Duration PAUSE = Duration.ofMillis(1);

  private ChaosFaults() {}

  static List<ChaosFault> all() {
    List<ChaosFault> all = new ArrayList<>();
    statuses(all);
    redirects(all);
    bodies(all);
    silences(all);
    for (NetworkFault fault : NetworkFault.values()) {
      all.add(ChaosFault.network(fault));
    }
    return all;
  }

  private static void statuses(List<ChaosFault> all) {
    for (int status : REFUSALS) {
      all.add(
          ChaosFault.refusal(
              status + " as JSON",
              (place, stage) -> Fault.json(status, "{\"detail\":\"no, said the test\"}")));
    }
    for (int status : AMBIGUOUS) {
      all.add(
          ChaosFault.answer(
              status + " as JSON",
              (place, stage) -> Fault.json(status, "{\"detail\":\"broken, said the test\"}")));
    }
    for (int status : new int[] {403, 404, 413, 429}) {
      all.add(ChaosFault.refusal(status + " as HTML", (place, stage) -> Fault.html(status)));
      all.add(ChaosFault.refusal(status + " without body", (place, stage) -> Fault.empty(status)));
    }
    for (int status : new int[] {200, 408, 500, 502, 503}) {
      all.add(ChaosFault.answer(status + " as HTML", (place, stage) -> Fault.html(status)));
      all.add(ChaosFault.answer(status + " without body", (place, stage) -> Fault.empty(status)));
    }
    all.add(ChaosFault.answer("204", (place, stage) -> Fault.empty(204)));
    all.add(ChaosFault.answer("304", (place, stage) -> Fault.empty(304)));
    all.add(
        ChaosFault.answer(
            "503 with Retry-After: 0",
            (place, stage) -> Fault.reply(Reply.html(503).header("Retry-After", "0"))));
    all.add(
        ChaosFault.answer(
            "408 that closes",
            (place, stage) -> Fault.reply(Reply.empty(408).header("Connection", "close"))));
    for (String wait : new String[] {"0", "-1", "3600", "Thu, 01 Jan 1970 00:00:00 GMT"}) {
      all.add(
          ChaosFault.refusal(
              "429 with Retry-After: " + wait,
              (place, stage) ->
                  Fault.reply(
                      Reply.json(429, "{\"detail\":\"slow\"}").header("Retry-After", wait))));
    }
    all.add(
        ChaosFault.refusal(
            "429 in the words of the service",
            (place, stage) -> Fault.rateLimited(Duration.ofSeconds(2))));
    all.add(
        ChaosFault.refusal(
            "401 that repeats the request",
            (place, stage) ->
                Fault.answer(
                    call -> Reply.json(401, "{\"detail\":\"you sent " + call.headers() + "\"}"))));
    all.add(
        ChaosFault.answer(
            "500 that repeats the request",
            (place, stage) ->
                Fault.answer(
                    call -> Reply.text(500, "text/html", "<p>" + call.headers() + "</p>"))));
  }

  private static void redirects(List<ChaosFault> all) {
    for (int status : REDIRECTS) {
      redirect(all, status, "the same origin", ChaosFault.Place::origin);
      redirect(all, status, "another origin", (place, stage) -> place.foreign.url());
    }
  }

  private static void redirect(
      List<ChaosFault> all,
      int status,
      String where,
      BiFunction<ChaosFault.Place, ChaosStage, String> origin) {
    BiFunction<ChaosFault.Place, ChaosStage, Fault> fault =
        (place, stage) ->
            Fault.answer(
                call ->
                    Reply.empty(status)
                        .header("Location", origin.apply(place, stage) + call.path()));
    String name = status + " to " + where;
    boolean isOfTheRequest = status == 301 || status == 307 || status == 308;
    all.add(isOfTheRequest ? ChaosFault.refusal(name, fault) : ChaosFault.answer(name, fault));
  }

  private static void bodies(List<ChaosFault> all) {
    all.add(
        ChaosFault.answer(
            "another object",
            (place, stage) -> Fault.json(200, "{\"hello\":[1,2,{\"status\":null}]}")));
    all.add(ChaosFault.answer("malformed JSON", (place, stage) -> Fault.malformedJson()));
    all.add(ChaosFault.answer("null", (place, stage) -> Fault.json(200, "null")));
    all.add(ChaosFault.answer("an array", (place, stage) -> Fault.json(200, "[]")));
    all.add(ChaosFault.answer("oversized", (place, stage) -> Fault.oversized(TOO_LONG)));
    all.add(ChaosFault.answer("disconnect", (place, stage) -> Fault.disconnect()));
    all.add(ChaosFault.answer("reset before the reply", (place, stage) -> Fault.reset()));
    all.add(ChaosFault.change("disconnect during the reply", Fault.disconnectDuringReply()));
    all.add(ChaosFault.change("reset during the reply", Fault.resetDuringReply()));
    all.add(ChaosFault.change("reply sent twice", Fault.repeatedReply()));
    all.add(ChaosFault.jsonChange("truncated body", Fault.truncatedBody()));
    all.add(ChaosFault.jsonChange("wrong types", Fault.wrongTypes()));
    all.add(ChaosFault.change("text/plain", Fault.contentType("text/plain")));
    all.add(
        ChaosFault.change(
            "application/octet-stream", Fault.contentType("application/octet-stream")));
    all.add(
        ChaosFault.jsonChange(
            "unknown status", Fault.withMember("status", JsonValue.of("WARMING_UP"))));
    all.add(ChaosFault.jsonChange("status missing", Fault.withoutMember("status")));
    all.add(ChaosFault.jsonChange("id missing", Fault.rewriteJson(ChaosFaults::withoutIds)));
    all.add(ChaosFault.change("slow bytes", Fault.slow(100, PAUSE)));
  }

  private static JsonValue withoutIds(JsonValue json) {
    JsonValue.ObjectBuilder rest = JsonValue.objectBuilder();
    json.members()
        .forEach(
            (name, value) -> {
              if (!name.endsWith("id") && !name.endsWith("url") && !name.equals("urls")) {
                rest.put(name, value);
              }
            });
    return rest.build();
  }

  private static void silences(List<ChaosFault> all) {
    all.add(ChaosFault.answer("stall", (place, stage) -> Fault.stall()).silent());
    all.add(ChaosFault.change("stall after the head", Fault.quiet()).silent());
  }
}
