package dev.pictor.testing;

import java.util.OptionalInt;

/**
 * One attempt of the Replicate emulator to deliver a webhook.
 *
 * <pre>{@code
 * assertThat(replicate.sentWebhooks()).extracting(SentWebhook::event).containsExactly("completed");
 * }</pre>
 */
public final class SentWebhook {
  private final String event;
  private final String messageId;
  private final String predictionId;
  private final OptionalInt status;

  SentWebhook(String event, String messageId, String predictionId, OptionalInt status) {
    this.event = event;
    this.messageId = messageId;
    this.predictionId = predictionId;
    this.status = status;
  }

  /** What it is about: {@code start}, {@code logs}, {@code output} or {@code completed}. */
  public String event() {
    return event;
  }

  /** The {@code webhook-id} that it carried; all attempts and copies have the same. */
  public String messageId() {
    return messageId;
  }

  /** The prediction that it is about. */
  public String predictionId() {
    return predictionId;
  }

  /** The status that the receiver answered with; empty if it could not be reached. */
  public OptionalInt status() {
    return status;
  }

  boolean isDelivered() {
    return status.isPresent() && status.getAsInt() / 100 == 2;
  }

  @Override
  public String toString() {
    return event + " of " + predictionId + ": " + status;
  }
}
