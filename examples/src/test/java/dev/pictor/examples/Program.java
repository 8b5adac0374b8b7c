package dev.pictor.examples;

import dev.pictor.examples.cli.Host;
import dev.pictor.model.JobHandle;
import dev.pictor.testing.EmulatedJob;
import dev.pictor.testing.EmulatedService;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.ReplicateEmulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The main example in this process, with an environment, a folder and an output of its own. */
final class Program {
  private final Map<String, String> environment = new HashMap<>();
  private final Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  Program(Path folder) {
    this.folder = folder;
  }

  /** Lets it find this emulator where it expects the real service. */
  Program with(FalEmulator fal) {
    environment.putAll(variables(fal));
    return this;
  }

  /** Lets it find this emulator where it expects the real service. */
  Program with(ReplicateEmulator replicate) {
    environment.putAll(variables(replicate));
    return this;
  }

  /** Sets a variable of its environment. */
  Program with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  static Map<String, String> variables(FalEmulator fal) {
    Map<String, String> variables = new HashMap<>();
    variables.put("FAL_KEY", "id:secret");
    variables.put("FAL_QUEUE_RUN_HOST", fal.queueUrl());
    return variables;
  }

  static Map<String, String> variables(ReplicateEmulator replicate) {
    Map<String, String> variables = new HashMap<>();
    variables.put("REPLICATE_API_TOKEN", "token");
    variables.put("REPLICATE_BASE_URL", replicate.url());
    return variables;
  }

  /** Runs it and returns its exit code. */
  int run(String... arguments) {
    return Generate.run(
        new Host(
            name -> Optional.ofNullable(environment.get(name)),
            folder,
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            false),
        arguments);
  }

  List<String> out() {
    return lines(out);
  }

  List<String> err() {
    return lines(err);
  }

  /** The ids of the jobs for which these lines name the command that fetches them. */
  static List<String> hints(List<String> lines) {
    return lines.stream()
        .filter(line -> line.contains("./pictor --resume 'pictor1:"))
        .map(line -> line.substring(line.indexOf("pictor1:"), line.lastIndexOf('\'')))
        .map(handle -> JobHandle.parse(handle).id())
        .collect(Collectors.toList());
  }

  /** The ids of what an emulator has stored, to be compared with them. */
  static List<String> ids(EmulatedService service) {
    return service.jobs().stream().map(EmulatedJob::id).collect(Collectors.toList());
  }

  private static List<String> lines(StringWriter writer) {
    return Arrays.stream(writer.toString().split("\\R"))
        .filter(line -> !line.isEmpty())
        .collect(Collectors.toList());
  }
}
