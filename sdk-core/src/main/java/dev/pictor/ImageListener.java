package dev.pictor;

import dev.pictor.model.ImageEvent;

/**
 * Is told every step of every request of a client: for logs, metrics and traces.
 *
 * <pre>{@code
 * ImageClient images =
 *     ImageClient.builder().provider(fal).listener(event -> log.info("{}", event)).build();
 * }</pre>
 *
 * <p>The events of one request come one at a time and in order, those of several requests side by
 * side. It is called on a thread of the client and must not block. What it throws goes to the
 * thread's handler of uncaught exceptions and harms nothing.
 */
@FunctionalInterface
public interface ImageListener {
  /** Something has happened. Kinds may be added; ignore those that are not known. */
  void on(ImageEvent event);
}
