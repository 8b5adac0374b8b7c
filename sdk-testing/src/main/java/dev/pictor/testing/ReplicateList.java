package dev.pictor.testing;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/** The predictions of the account, newest first, a hundred on a page. */
final class ReplicateList {
  private static final int PAGE = 100;
  // Up to which prediction, counted from the oldest, the page goes, and from which end it is cut.
  private static final Pattern CURSOR = Pattern.compile("([pr])=(\\d{1,9})");

  private final ReplicateEmulator emulator;

  ReplicateList(ReplicateEmulator emulator) {
    this.emulator = emulator;
  }

  Reply answer(RecordedCall call) {
    if (call.query("source").filter(source -> !source.equals("web")).isPresent()) {
      return ReplicateErrors.detail(400, "Query parameter \"source\" must be \"web\"");
    }
    List<ReplicateJob> all = new ArrayList<>(emulator.registry().all());
    int before = all.size();
    int from = 0;
    try {
      Optional<Instant> after = moment(call, "created_after");
      Optional<Instant> until = moment(call, "created_before");
      if (call.query("source").isPresent()) {
        // What a program creates has come through the API.
        before = 0;
      }
      while (until.isPresent()
          && before > 0
          && !all.get(before - 1).progress().submittedAt().isBefore(until.get())) {
        before--;
      }
      while (after.isPresent()
          && from < before
          && all.get(from).progress().submittedAt().isBefore(after.get())) {
        from++;
      }
    } catch (DateTimeException e) {
      return ReplicateErrors.detail(400, "Invalid date: " + e.getMessage());
    }
    return page(call, all, from, before);
  }

  /** The page that the cursor points to among those from {@code from} to {@code before}. */
  private Reply page(RecordedCall call, List<ReplicateJob> all, int from, int before) {
    int top = before;
    Optional<String> cursor = call.query("cursor");
    if (cursor.isPresent()) {
      Matcher place = CURSOR.matcher(decode(cursor.get()));
      if (!place.matches()) {
        return ReplicateErrors.detail(400, "Invalid cursor");
      }
      int mark = Integer.parseInt(place.group(2));
      top = Math.min(before, place.group(1).equals("p") ? mark : mark + PAGE);
    }
    int bottom = Math.max(from, top - PAGE);
    List<ReplicateJob> shown = new ArrayList<>(all.subList(bottom, Math.max(bottom, top)));
    Collections.reverse(shown);
    JsonValue nothing = JsonValue.ofNull();
    JsonValue body =
        JsonValue.objectBuilder()
            .put("next", bottom > from ? link(call, "p=" + bottom) : nothing)
            .put("previous", top < before ? link(call, "r=" + top) : nothing)
            .put(
                "results",
                JsonValue.array(shown.stream().map(this::entry).collect(Collectors.toList())))
            .build();
    return Reply.text(200, "application/json; charset=utf-8", body.toString())
        .header("date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now()));
  }

  private OffsetDateTime now() {
    return emulator.clock().instant().atOffset(ZoneOffset.UTC);
  }

  private JsonValue entry(ReplicateJob job) {
    JsonValue.ObjectBuilder entry = JsonValue.objectBuilder();
    Progress progress = job.progress();
    // A job that is moved by looks would not move for a client that looks at many at once.
    JobState state = progress.isMovedByPolls() ? progress.poll() : progress.state();
    emulator.writer().seen(emulator.refreshed(job), state).members().forEach(entry::put);
    return entry.put("source", "api").build();
  }

  private JsonValue link(RecordedCall call, String place) {
    String cursor =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(place.getBytes(StandardCharsets.UTF_8));
    HttpUrl url = HttpUrl.get(emulator.apiUrl() + "/predictions");
    HttpUrl.Builder link = url.newBuilder().addQueryParameter("cursor", cursor);
    for (String name : call.queryNames()) {
      if (!name.equals("cursor")) {
        link.addQueryParameter(name, call.query(name).orElse(""));
      }
    }
    return JsonValue.of(link.build().toString());
  }

  private static String decode(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  private static Optional<Instant> moment(RecordedCall call, String name) {
    return call.query(name).map(text -> OffsetDateTime.parse(text).toInstant());
  }
}
