package dev.pictor.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;

/** The {@link Service} in a process of its own, so that its work is not counted. */
final class ServiceProcess implements AutoCloseable {
  private final Process process;
  private final String url;

  /**
   * Starts it; it ends with {@link #close}, and with this process at the latest.
   *
   * @param imageBytes how many bytes an image has
   */
  ServiceProcess(int imageBytes) throws IOException {
    process =
        new ProcessBuilder(
                Paths.get(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Service.class.getName(),
                Integer.toString(imageBytes))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    String port = out.readLine();
    if (port == null) {
      throw new IOException("The service did not start");
    }
    url = "http://127.0.0.1:" + port;
  }

  /** Where it is: scheme, host and port. */
  String url() {
    return url;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.destroy();
  }
}
