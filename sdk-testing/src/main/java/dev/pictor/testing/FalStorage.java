package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** Where inputs are brought to: by a signed URL, or with a token of their own. */
final class FalStorage {
  private static final String ANY_TYPE = "application/octet-stream";
  private static final DateTimeFormatter EXPIRY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final StoredFiles files;
  private final String filesUrl;
  private final FalAuth auth;
  private final EmulatorClock clock;
  private final Ids ids;

  FalStorage(StoredFiles files, String filesUrl, FalAuth auth, EmulatorClock clock, Random random) {
    this.files = files;
    this.filesUrl = filesUrl;
    this.auth = auth;
    this.clock = clock;
    this.ids = new Ids(random);
  }

  /** What a request to the storage host is for. */
  Route route(String method, List<String> segments) {
    switch (method + " " + String.join("/", segments)) {
      case "POST storage/upload/initiate":
        return new Route(Step.UPLOAD, call -> authorized(call, this::initiate));
      case "POST storage/auth/token":
        return new Route(Step.UPLOAD, call -> authorized(call, any -> token()));
      case "POST tokens":
        return new Route(
            Step.OTHER,
            call -> authorized(call, any -> Reply.json(200, JsonValue.of("ey" + ids.letters(40)))));
      default:
        return new Route(Step.OTHER, call -> FalErrors.plain(404, "Not Found"));
    }
  }

  /** What a request to the files host is for, if it brings something; empty if it fetches. */
  Optional<Route> routeFile(String method, List<String> segments) {
    String path = "/" + String.join("/", segments);
    if (method.equals("POST") && path.equals("/files/upload")) {
      return Optional.of(new Route(Step.UPLOAD, this::upload));
    }
    if (method.equals("PUT")) {
      return Optional.of(new Route(Step.UPLOAD, call -> put(call, path)));
    }
    return Optional.empty();
  }

  private Reply authorized(RecordedCall call, Route.Handler handler) {
    return auth.refusePost(call, "storage").orElseGet(() -> handler.answer(call));
  }

  private Reply initiate(RecordedCall call) {
    Optional<JsonValue> body = FalJobs.input(call);
    if (!body.isPresent()) {
      return FalJobs.unreadable();
    }
    String name = body.get().string("file_name").orElse("upload.bin");
    String url = filesUrl + newPath(name);
    return Reply.json(
        200,
        JsonValue.objectBuilder()
            .put("upload_url", url + "?signature=" + ids.hex(32))
            .put("file_url", url)
            .build());
  }

  private Reply put(RecordedCall call, String path) {
    // The URL is the permission; without its signature it is none.
    if (!call.query("signature").isPresent()) {
      return Reply.html(403);
    }
    files.put(path, call.header("content-type").orElse(ANY_TYPE), call.body());
    return Reply.empty(200);
  }

  private Reply token() {
    Instant end = clock.instant().plus(Duration.ofDays(1));
    return Reply.json(
        200,
        JsonValue.objectBuilder()
            .put("token", ids.letters(40))
            .put("token_type", "Bearer")
            .put("base_url", filesUrl)
            .put("expires_at", EXPIRY.format(end))
            .build());
  }

  private Reply upload(RecordedCall call) {
    if (!call.header("authorization").filter(h -> h.startsWith("Bearer ")).isPresent()) {
      return FalErrors.plain(401, "Unauthorized");
    }
    String path = newPath(call.header("x-fal-file-name").orElse("upload.bin"));
    files.put(path, call.header("content-type").orElse(ANY_TYPE), call.body());
    return Reply.json(200, JsonValue.objectBuilder().put("access_url", filesUrl + path).build());
  }

  private String newPath(String name) {
    // A name is the client's to choose, a path is not.
    return "/files/b/" + ids.hex(8) + "/" + name.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
