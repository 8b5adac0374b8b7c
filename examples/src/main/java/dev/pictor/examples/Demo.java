package dev.pictor.examples;

import dev.pictor.ImageClient;
import dev.pictor.examples.run.Services;
import java.util.Optional;

/**
 * Lets the small examples run with and without a key. A program of your own has no need of it:
 * {@link ImageClient#fromEnvironment()} is all.
 */
final class Demo implements AutoCloseable {
  private final Services services;

  private Demo(Services services) {
    this.services = services;
  }

  /** The services there is a key for, or else emulators. */
  static Demo start() {
    Services services = Services.of(name -> Optional.ofNullable(System.getenv(name)));
    System.out.println(services.notice());
    return new Demo(services);
  }

  /** Whether the services end with this process, and their jobs with them. */
  boolean isEmulated() {
    return services.areEmulated();
  }

  /** A client of the services. */
  ImageClient client() {
    return services.client();
  }

  /** Starts a client of the services that can be told more. */
  ImageClient.Builder builder() {
    return services.builder(services.names());
  }

  /** Lets the jobs of fal's emulator fail, to show what happens then; a real service is spared. */
  void breakFal() {
    services.breakFal();
  }

  @Override
  public void close() {
    services.close();
  }
}
