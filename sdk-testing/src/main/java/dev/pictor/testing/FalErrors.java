package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.util.List;

/** The bodies in which fal says no. */
final class FalErrors {
  static final String STILL_IN_PROGRESS = "Request is still in progress";

  private FalErrors() {}

  static Reply plain(int status, String message) {
    return Reply.json(status, JsonValue.objectBuilder().put("detail", message).build());
  }

  static Reply details(int status, List<JsonValue> details) {
    return Reply.json(
        status, JsonValue.objectBuilder().put("detail", JsonValue.array(details)).build());
  }

  static Reply queue(int status, String queueStatus) {
    return Reply.json(status, JsonValue.objectBuilder().put("status", queueStatus).build());
  }

  static Reply notFound() {
    return queue(404, "NOT_FOUND");
  }

  /** A wrong method, or a path that the queue does not have: no words at all. */
  static Reply notAllowed() {
    return Reply.empty(405);
  }
}
