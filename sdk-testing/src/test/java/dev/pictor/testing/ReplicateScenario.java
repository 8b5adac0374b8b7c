package dev.pictor.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** An emulator whose time stands still, and a client of it. */
@Timeout(60)
abstract class ReplicateScenario {
  static final String PRO = "/models/black-forest-labs/flux-1.1-pro/predictions";
  static final String SCHNELL = "/models/black-forest-labs/flux-schnell/predictions";
  static final String BOAT = "{\"input\":{\"prompt\":\"a paper boat\",\"seed\":1207}}";

  final ManualClock clock = EmulatorClock.manual();
  final ReplicateEmulator replicate = ReplicateEmulator.builder().clock(clock).start();
  final Http http = new Http();

  @AfterEach
  void close() {
    http.close();
    replicate.close();
  }

  Answer create(String door, String body, String... headers) {
    return http.post(replicate.apiUrl() + door, body, headers);
  }

  String created(String door, String body, String... headers) {
    return create(door, body, headers).string("id");
  }

  Answer look(String id) {
    return http.get(replicate.apiUrl() + "/predictions/" + id);
  }

  Answer cancel(String id) {
    return http.post(replicate.apiUrl() + "/predictions/" + id + "/cancel", "");
  }

  Answer finished(String door, String body) {
    String id = created(door, body);
    clock.advance(Duration.ofSeconds(5));
    return look(id);
  }

  /** Comes back when something has happened on another thread. Each look takes a request's time. */
  void awaitThat(BooleanSupplier happened) {
    while (!happened.getAsBoolean()) {
      http.get(replicate.apiUrl() + "/account");
    }
  }
}
