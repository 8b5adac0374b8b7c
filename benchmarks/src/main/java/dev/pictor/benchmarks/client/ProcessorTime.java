package dev.pictor.benchmarks.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/** The processor time of this process, read without waking up any part of the JVM for it. */
final class ProcessorTime {
  private static final Path STAT = Paths.get("/proc/self/stat");
  private static final int USER = 11;
  private static final int SYSTEM = 12;

  /** What Linux counts in, whatever its own clock does. */
  private static final int MILLIS_OF_A_TICK = 10;

  private ProcessorTime() {}

  /** Of all threads there are and were, those of the JVM's own included. */
  static long millis() throws IOException {
    String text = new String(Files.readAllBytes(STAT), US_ASCII);
    // The name of the program, in brackets, may hold anything.
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * MILLIS_OF_A_TICK;
  }
}
