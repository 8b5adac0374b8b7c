package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JobHandle;
import dev.pictor.testing.EmulatedJob;
import dev.pictor.testing.EmulatedService;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateEmulator;
import dev.pictor.testing.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of its work loses nothing that it has paid for. */
@Timeout(120)
@Tag("slow")
class KillTest {
  @TempDir Path folder;

  private static Process start(String what, FalEmulator fal, ReplicateEmulator replicate, Path file)
      throws IOException {
    return new ProcessBuilder(
            Paths.get(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KillProgram.class.getName(),
            what,
            fal.queueUrl(),
            replicate.apiUrl(),
            file.toString())
        .redirectErrorStream(true)
        .start();
  }

  private static List<JobHandle> handles(Path file) {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file, StandardCharsets.UTF_8).stream()
              .map(JobHandle::parse)
              .collect(Collectors.toList())
          : Arrays.asList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The bodies of all submissions. */
  private static List<String> submissions(EmulatedService... services) {
    return Arrays.stream(services)
        .flatMap(service -> service.requests(Step.SUBMIT).stream())
        .map(call -> call.path() + " " + call.bodyText())
        .collect(Collectors.toList());
  }

  /** From a quarter of all jobs on: else all may be submitted before anybody is killed. */
  private static void isSlowerThanThisThread(EmulatedService service) {
    service
        .fail(Step.SUBMIT, Fault.late(Duration.ofMillis(250)))
        .after(KillProgram.JOBS / 4)
        .always();
  }

  @Test
  void aNewProcessResumesWhatAKilledOneSubmitted() throws Exception {
    Path file = folder.resolve("handles");
    try (FalEmulator fal =
            FalEmulator.builder().key(Service.FAL_KEY).pictures(SmallPicture::of).start();
        ReplicateEmulator replicate =
            ReplicateEmulator.builder()
                .key(Service.REPLICATE_TOKEN)
                .pictures(SmallPicture::of)
                .start()) {
      JobScript script = JobScript.succeeds().queuedPolls(1).runningPolls(1);
      fal.everyJob(script);
      replicate.everyJob(script);
      isSlowerThanThisThread(fal);
      isSlowerThanThisThread(replicate);
      Process killed = start("submit", fal, replicate, file);
      try {
        Until.holds(
            "half is submitted",
            () ->
                fal.paidJobs() + replicate.paidJobs() >= KillProgram.JOBS / 2 || !killed.isAlive());
      } finally {
        killed.destroyForcibly().waitFor();
      }
      assertThat(killed.exitValue()).as("it was killed").isNotZero();
      List<JobHandle> written = handles(file);
      assertThat(written).hasSizeBetween(KillProgram.JOBS / 4, KillProgram.JOBS - 1);

      List<String> images = resume(fal, replicate, file);

      // What the kernel had taken from the dead process may have arrived meanwhile; nothing twice.
      assertThat(submissions(fal, replicate)).doesNotHaveDuplicates();
      assertThat(fal.paidJobs() + replicate.paidJobs() - written.size())
          .as("jobs that were in flight, and that no file names")
          .isBetween(0, KillProgram.CALLERS);
      Map<String, EmulatedJob> jobs =
          Stream.concat(fal.jobs().stream(), replicate.jobs().stream())
              .collect(Collectors.toMap(EmulatedJob::id, Function.identity()));
      assertThat(images)
          .containsExactlyElementsOf(
              written.stream()
                  .map(handle -> line(handle, jobs.get(handle.id())))
                  .collect(Collectors.toList()));
    }
  }

  private static String line(JobHandle handle, EmulatedJob job) {
    return "image "
        + handle.id()
        + " \""
        + job.input().string("prompt").get()
        + "\", seed "
        + job.input().member("seed").get()
        + ", "
        + handle.provider();
  }

  private static List<String> resume(FalEmulator fal, ReplicateEmulator replicate, Path file)
      throws Exception {
    Process resuming = start("resume", fal, replicate, file);
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(resuming.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> lines = output.lines().collect(Collectors.toList());
      assertThat(lines).last().isEqualTo("resumed");
      return lines.subList(0, lines.size() - 1);
    } finally {
      resuming.destroyForcibly();
    }
  }
}
