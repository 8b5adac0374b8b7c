package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/** The input files of the account, each for a day. Thread-safe. */
final class ReplicateFiles {
  private static final Duration LIFE = Duration.ofHours(24);
  private static final String OWNER = "paper-boats";

  private final ReplicateEmulator emulator;
  private final ReplicateIds ids;
  private final byte[] signingKey;
  private final Map<String, StoredFile> files = new LinkedHashMap<>();

  ReplicateFiles(ReplicateEmulator emulator, ReplicateIds ids) {
    this.emulator = emulator;
    this.ids = ids;
    this.signingKey = ids.bytes(32);
  }

  Reply upload(RecordedCall call) {
    // The service counts the file; an envelope of a few hundred bytes makes no difference here.
    if (call.body().length >= emulator.rules().largestFile()) {
      return ReplicateErrors.fileTooLarge();
    }
    Optional<Multipart> form = Multipart.read(call);
    Optional<Multipart.Part> content = form.flatMap(read -> read.part("content"));
    if (!content.isPresent()) {
      return ReplicateErrors.detail(400, "Missing content");
    }
    Multipart.Part part = content.get();
    String type =
        form.flatMap(read -> read.text("type"))
            .orElse(part.contentType().orElse("application/octet-stream"));
    String name =
        form.flatMap(read -> read.text("filename"))
            .orElse(part.parameter("filename").orElse("content"));
    JsonValue metadata;
    try {
      metadata = JsonValue.parse(form.flatMap(read -> read.text("metadata")).orElse("{}"));
    } catch (IllegalArgumentException notJson) {
      return ReplicateErrors.detail(400, "Invalid metadata");
    }
    byte[] uuid = ids.bytes(16);
    String id =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                UUID.nameUUIDFromBytes(uuid).toString().getBytes(StandardCharsets.UTF_8));
    StoredFile file =
        new StoredFile(id, name, type, metadata, part.bytes(), emulator.clock().instant());
    synchronized (files) {
      files.put(id, file);
    }
    return json(201, toJson(file));
  }

  Reply list(RecordedCall call) {
    List<StoredFile> all;
    synchronized (files) {
      all = new ArrayList<>(files.values());
    }
    all.removeIf(this::isExpired);
    Collections.reverse(all);
    return json(
        200,
        JsonValue.objectBuilder()
            .put("next", JsonValue.ofNull())
            .put("previous", JsonValue.ofNull())
            .put(
                "results",
                JsonValue.array(all.stream().map(this::toJson).collect(Collectors.toList())))
            .build());
  }

  Reply show(String id) {
    return find(id).map(file -> json(200, toJson(file))).orElseGet(ReplicateErrors::fileNotFound);
  }

  Reply delete(String id) {
    Optional<StoredFile> file = find(id);
    synchronized (files) {
      files.remove(id);
    }
    return file.isPresent() ? Reply.empty(204) : ReplicateErrors.fileNotFound();
  }

  Reply download(RecordedCall call, String id) {
    Optional<StoredFile> file = find(id);
    String expiry = call.query("expiry").orElse("");
    boolean signed =
        call.query("owner").filter(OWNER::equals).isPresent()
            && call.query("signature").filter(signature(id, expiry)::equals).isPresent();
    return signed && file.isPresent() && !isPast(expiry)
        ? Reply.bytes(200, file.get().type, file.get().bytes)
        : ReplicateErrors.fileNotFound();
  }

  /** An address from which the file can be had without a token, for an hour. */
  String downloadUrl(String id) {
    String expiry =
        Long.toString(emulator.clock().instant().plus(Duration.ofHours(1)).getEpochSecond());
    return HttpUrl.get(emulator.apiUrl() + "/files/" + id + "/download")
        .newBuilder()
        .addQueryParameter("owner", OWNER)
        .addQueryParameter("expiry", expiry)
        .addQueryParameter("signature", signature(id, expiry))
        .build()
        .toString();
  }

  /** The bytes of the file that this address of the API stands for. */
  Optional<byte[]> bytes(String url) {
    String prefix = emulator.apiUrl() + "/files/";
    return url.startsWith(prefix)
        ? find(url.substring(prefix.length())).map(file -> file.bytes)
        : Optional.empty();
  }

  private Optional<StoredFile> find(String id) {
    synchronized (files) {
      return Optional.ofNullable(files.get(id)).filter(file -> !isExpired(file));
    }
  }

  private boolean isExpired(StoredFile file) {
    return !emulator.clock().instant().isBefore(file.createdAt.plus(LIFE));
  }

  private boolean isPast(String expiry) {
    return emulator.clock().instant().getEpochSecond() > Long.parseLong(expiry);
  }

  private String signature(String id, String expiry) {
    return Signatures.hmacSha256(signingKey, OWNER + " " + id + " " + expiry);
  }

  private JsonValue toJson(StoredFile file) {
    String md5 = Digests.hex("MD5", file.bytes);
    return JsonValue.objectBuilder()
        .put("id", file.id)
        .put("name", file.name)
        .put("content_type", file.type)
        .put("size", file.bytes.length)
        .put("etag", md5)
        .put(
            "checksums",
            JsonValue.objectBuilder()
                .put("sha256", Digests.hex("SHA-256", file.bytes))
                .put("md5", md5)
                .build())
        .put("metadata", file.metadata)
        .put("created_at", Timestamps.write(file.createdAt, 3))
        .put("expires_at", Timestamps.write(file.createdAt.plus(LIFE), 3))
        .put(
            "urls",
            JsonValue.objectBuilder().put("get", emulator.apiUrl() + "/files/" + file.id).build())
        .build();
  }

  private static Reply json(int status, JsonValue body) {
    return Reply.text(status, "application/json; charset=UTF-8", body.toString());
  }

  private static final class StoredFile {
    final String id;
    final String name;
    final String type;
    final JsonValue metadata;
    final byte[] bytes;
    final Instant createdAt;

    StoredFile(
        String id, String name, String type, JsonValue metadata, byte[] bytes, Instant createdAt) {
      this.id = id;
      this.name = name;
      this.type = type;
      this.metadata = metadata;
      this.bytes = bytes;
      this.createdAt = createdAt;
    }
  }
}
