package dev.pictor.fal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The error types of fal that mean more than their HTTP status. */
enum ErrorType {
  CONTENT_POLICY_VIOLATION(Meaning.MODERATION),
  CONCURRENT_REQUESTS_LIMIT(Meaning.RATE_LIMIT),
  BAD_REQUEST(Meaning.INPUT),

  NO_MEDIA_GENERATED(Meaning.FAILURE),
  CLIENT_CANCELLED(Meaning.FAILURE),
  CLIENT_DISCONNECTED(Meaning.FAILURE),

  INTERNAL_SERVER_ERROR(Meaning.TEMPORARY_FAILURE),
  GENERATION_TIMEOUT(Meaning.TEMPORARY_FAILURE),
  DOWNSTREAM_SERVICE_ERROR(Meaning.TEMPORARY_FAILURE),
  DOWNSTREAM_SERVICE_UNAVAILABLE(Meaning.TEMPORARY_FAILURE),
  REQUEST_TIMEOUT(Meaning.TEMPORARY_FAILURE),
  STARTUP_TIMEOUT(Meaning.TEMPORARY_FAILURE),
  RUNNER_SCHEDULING_FAILURE(Meaning.TEMPORARY_FAILURE),
  RUNNER_CONNECTION_TIMEOUT(Meaning.TEMPORARY_FAILURE),
  RUNNER_DISCONNECTED(Meaning.TEMPORARY_FAILURE),
  RUNNER_CONNECTION_REFUSED(Meaning.TEMPORARY_FAILURE),
  RUNNER_CONNECTION_ERROR(Meaning.TEMPORARY_FAILURE),
  RUNNER_INCOMPLETE_RESPONSE(Meaning.TEMPORARY_FAILURE),
  RUNNER_SERVER_ERROR(Meaning.TEMPORARY_FAILURE),
  INTERNAL_ERROR(Meaning.TEMPORARY_FAILURE);

  /** What a type means for the caller. */
  enum Meaning {
    MODERATION,
    RATE_LIMIT,
    INPUT,
    /** The job failed, and would again. */
    FAILURE,
    /** The job failed; another try may succeed, unless a header says otherwise. */
    TEMPORARY_FAILURE
  }

  private final String code;
  private final Meaning meaning;

  ErrorType(Meaning meaning) {
    this.code = name().toLowerCase(Locale.ROOT);
    this.meaning = meaning;
  }

  /** What these codes mean; the strictest first, as a prompt may break several rules at once. */
  static Optional<Meaning> meaning(List<String> codes) {
    for (ErrorType type : values()) {
      if (codes.contains(type.code)) {
        return Optional.of(type.meaning);
      }
    }
    return Optional.empty();
  }
}
