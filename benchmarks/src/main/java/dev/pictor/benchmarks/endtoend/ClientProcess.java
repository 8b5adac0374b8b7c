package dev.pictor.benchmarks.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One client in a process of its own, from its start to its end. */
final class ClientProcess {
  private static final String INSTANT = "0s,0";
  private static final int END_SECONDS = 120;
  private static final String QUICK = "5ms,0.5";

  private final Contender contender;
  private final Libraries libraries;
  private final JobServiceProcess service;
  private final List<String> options = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();

  ClientProcess(Contender contender, Libraries libraries, JobServiceProcess service) {
    this.contender = contender;
    this.libraries = libraries;
    this.service = service;
    arguments.add("url=" + service.url());
    arguments.add("directUrl=" + service.directUrl());
    arguments.addAll(contender.arguments());
  }

  /** Adds options of the JVM. */
  ClientProcess jvm(String... added) {
    Collections.addAll(options, added);
    return this;
  }

  /** Adds an argument. */
  ClientProcess with(String name, int value) {
    arguments.add(name + "=" + value);
    return this;
  }

  /**
   * Runs it; empty if this version of the client cannot do what it is told.
   *
   * @param times of the jobs that are measured
   */
  Optional<Measurement> run(long seed, String roundTrip, String times) throws IOException {
    service.beginRecorded(seed, roundTrip, INSTANT);
    List<String> command = new ArrayList<>();
    command.add(JobServiceProcess.java());
    command.addAll(options);
    Collections.addAll(command, "-cp", libraries.classPath(), contender.mainClass());
    command.addAll(arguments);
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      Measurement measurement = new Measurement(libraries.bytes());
      return talk(process, begun, measurement, seed, roundTrip, times)
          ? Optional.of(measurement)
          : Optional.empty();
    } finally {
      process.destroy();
    }
  }

  private boolean talk(
      Process process,
      long begun,
      Measurement measurement,
      long seed,
      String roundTrip,
      String times)
      throws IOException {
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "absent":
          return false;
        case "first":
          measurement.put("startMillis", (Long.parseLong(words[1]) - begun) / 1e6);
          measurement.exchanges(service.recorded());
          break;
        case "ready":
          if (words[1].equals("paced")) {
            service.begin(seed, roundTrip, times);
          } else {
            service.begin(seed, "0ms", QUICK); // what an image costs does not depend on it
          }
          OutputStream in = process.getOutputStream();
          in.write('\n');
          in.flush();
          break;
        case "threadNames":
          measurement.threadNames(words[1]);
          break;
        case "end":
          service.counts().forEach(measurement::put);
          awaitEnd(process);
          return true;
        default:
          measurement.put(words[0], Double.parseDouble(words[1]));
      }
    }
    throw new IOException(contender.label() + " has ended without its figures");
  }

  /** It may have an archive of classes to write. */
  private void awaitEnd(Process process) throws IOException {
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(contender.label() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
