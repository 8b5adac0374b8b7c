package dev.pictor.testing;

import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** A program that uses an emulator and ends without closing it. */
final class OpenEmulatorMain {
  private OpenEmulatorMain() {}

  public static void main(String[] arguments) throws Exception {
    FalEmulator fal = FalEmulator.start();
    fal.everyJob(JobScript.neverStarts());
    HttpURLConnection submit =
        (HttpURLConnection)
            URI.create(fal.queueUrl() + "/fal-ai/flux/dev").toURL().openConnection();
    submit.setRequestMethod("POST");
    submit.setDoOutput(true);
    submit.getOutputStream().write("{\"prompt\":\"x\"}".getBytes(StandardCharsets.UTF_8));
    submit.getInputStream().close();
    // Leaves a thread of the emulator in the middle of an answer, too.
    String job = fal.queueUrl() + "/fal-ai/flux/requests/" + fal.jobs().get(0).id();
    URL stream = URI.create(job + "/status/stream").toURL();
    InputStream events = stream.openStream();
    System.out.println("first byte " + events.read() + ", paid " + fal.paidJobs());
  }
}
