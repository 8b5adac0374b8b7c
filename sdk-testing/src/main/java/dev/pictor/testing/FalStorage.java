package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

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

  /** The parts of files that come in parts, by the path of the file. */
  private final Map<String, Map<Integer, byte[]>> parts = new ConcurrentHashMap<>();

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
        return new Route(
            Step.UPLOAD, call -> authorized(call, known -> initiate(known, path -> {})));
      case "POST storage/upload/initiate-multipart":
        return new Route(
            Step.UPLOAD,
            call ->
                authorized(
                    call,
                    known -> initiate(known, path -> parts.put(path, new ConcurrentHashMap<>()))));
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
    String file = path.substring(0, path.lastIndexOf('/'));
    String last = path.substring(path.lastIndexOf('/') + 1);
    if (method.equals("PUT")) {
      return Optional.of(
          new Route(
              Step.UPLOAD,
              call -> parts.containsKey(file) ? putPart(call, file, last) : put(call, path)));
    }
    if (method.equals("POST") && last.equals("complete")) {
      return Optional.of(new Route(Step.UPLOAD, call -> complete(call, file)));
    }
    return Optional.empty();
  }

  private Reply authorized(RecordedCall call, Route.Handler handler) {
    return auth.refusePost(call, "storage").orElseGet(() -> handler.answer(call));
  }

  private Reply initiate(RecordedCall call, Consumer<String> started) {
    Optional<JsonValue> body = FalJobs.input(call);
    if (!body.isPresent()) {
      return FalJobs.unreadable();
    }
    String name = body.get().string("file_name").orElse("upload.bin");
    String path = newPath(name);
    started.accept(path);
    String url = filesUrl + path;
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

  private Reply putPart(RecordedCall call, String file, String number) {
    if (!call.query("signature").isPresent()) {
      return Reply.html(403);
    }
    if (!number.matches("[1-9][0-9]{0,3}")) {
      return FalErrors.plain(400, "Invalid part number");
    }
    parts
        .computeIfAbsent(file, any -> new ConcurrentHashMap<>())
        .put(Integer.valueOf(number), call.body());
    return Reply.json(
        200,
        JsonValue.objectBuilder()
            .put("partNumber", Integer.parseInt(number))
            .put("etag", etag(call.body()))
            .build());
  }

  private static String etag(byte[] part) {
    return Digests.hex("MD5", part);
  }

  /** Takes the file if all of its parts are named, in order, by their tags. */
  private Reply complete(RecordedCall call, String file) {
    Map<Integer, byte[]> all = parts.get(file);
    if (all == null || !call.query("signature").isPresent()) {
      return Reply.html(403);
    }
    List<JsonValue> named =
        FalJobs.input(call)
            .flatMap(body -> body.member("parts"))
            .map(JsonValue::elements)
            .orElse(Collections.emptyList());
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int i = 0; i < named.size(); i++) {
      byte[] part = all.get(i + 1);
      if (part == null
          || !named.get(i).string("etag").filter(etag(part)::equals).isPresent()
          || !named.get(i).member("partNumber").equals(Optional.of(JsonValue.of(i + 1)))) {
        return FalErrors.plain(400, "Invalid part");
      }
      whole.write(part, 0, part.length);
    }
    if (named.isEmpty() || named.size() != all.size()) {
      return FalErrors.plain(400, "Invalid part");
    }
    parts.remove(file);
    files.put(file, ANY_TYPE, whole.toByteArray());
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
