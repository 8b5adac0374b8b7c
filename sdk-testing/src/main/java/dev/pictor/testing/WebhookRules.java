package dev.pictor.testing;

/**
 * How the Replicate emulator delivers webhooks: a receiver must live with all of it. Immutable.
 *
 * <pre>{@code
 * replicate.webhooks(WebhookRules.standard().duplicated().reversed());
 * }</pre>
 */
public final class WebhookRules {
  private final int copies;
  private final boolean reversed;
  private final boolean aborted;

  private WebhookRules(int copies, boolean reversed, boolean aborted) {
    this.copies = copies;
    this.reversed = reversed;
    this.aborted = aborted;
  }

  /** Returns deliveries that come once, and in order. */
  public static WebhookRules standard() {
    return new WebhookRules(1, false, true);
  }

  /** Delivers everything twice, with the same id. */
  public WebhookRules duplicated() {
    return new WebhookRules(2, reversed, aborted);
  }

  /** Holds everything back until the prediction is over, and then tells the end first. */
  public WebhookRules reversed() {
    return new WebhookRules(copies, true, aborted);
  }

  /** Says nothing about predictions that ended before they ran. */
  public WebhookRules silentAboutAborted() {
    return new WebhookRules(copies, reversed, false);
  }

  int copies() {
    return copies;
  }

  boolean isReversed() {
    return reversed;
  }

  boolean tellsAborted() {
    return aborted;
  }
}
