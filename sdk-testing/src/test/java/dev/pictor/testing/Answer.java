package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.nio.charset.StandardCharsets;
import okhttp3.Headers;

/** What a client got. */
final class Answer {
  final int status;
  final Headers headers;
  final byte[] body;

  Answer(int status, Headers headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  JsonValue json() {
    return JsonValue.parse(body);
  }

  String string(String member) {
    return json().string(member).orElse("");
  }

  String header(String name) {
    String value = headers.get(name);
    return value == null ? "" : value;
  }
}
