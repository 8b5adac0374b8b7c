package dev.pictor.compat;

import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.ReplicateEmulator;
import java.util.HashMap;
import java.util.Map;

/** Both services in this process, for programs that run in another. */
final class Services implements AutoCloseable {
  final FalEmulator fal = FalEmulator.start();
  final ReplicateEmulator replicate = ReplicateEmulator.start();

  /** What a user sets, and where the service is. */
  Map<String, String> falOnly() {
    Map<String, String> variables = new HashMap<>();
    variables.put("FAL_KEY", "id:secret");
    variables.put("FAL_QUEUE_RUN_HOST", fal.queueUrl());
    variables.put("REPLICATE_API_TOKEN", "");
    return variables;
  }

  /** What a user sets, and where the service is. */
  Map<String, String> replicateOnly() {
    Map<String, String> variables = new HashMap<>();
    variables.put("FAL_KEY", "");
    variables.put("REPLICATE_API_TOKEN", "token");
    variables.put("REPLICATE_BASE_URL", replicate.url());
    return variables;
  }

  @Override
  public void close() {
    fal.close();
    replicate.close();
  }
}
