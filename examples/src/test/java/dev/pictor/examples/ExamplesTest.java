package dev.pictor.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.FalFailure;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateEmulator;
import dev.pictor.testing.ReplicateFailure;
import dev.pictor.testing.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The programs as a person runs them: each in a process of its own. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
class ExamplesTest {
  private static final Duration PROMPTLY = Duration.ofSeconds(2);

  @TempDir Path folder;

  @Test
  void quickstart() throws Exception {
    assertThat(output(start(Quickstart.class))).contains("lighthouse.png, by fal-ai/flux-pro/v1.1");
    assertThat(folder.resolve("lighthouse.png")).isNotEmptyFile();
  }

  @Test
  void asyncBatch() throws Exception {
    assertThat(output(start(AsyncBatch.class))).doesNotContain("failed");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(3).allMatch(file -> file.toString().endsWith(".png"));
    }
  }

  @Test
  void editLocalFile() throws Exception {
    assertThat(output(start(EditLocalFile.class)))
        .contains("summer.jpg became winter.png")
        .contains("image/jpeg");
    assertThat(output(start(EditLocalFile.class, "winter.png")))
        .contains("winter.png became winter.png");
  }

  @Test
  void convert() throws Exception {
    assertThat(output(start(Convert.class)))
        .contains(
            "boat.png is png",
            "boat.jpg is jpeg",
            "boat.gif is gif",
            "boat.webp is webp",
            "boat.avif is avif");
  }

  @Test
  void saveBatch() throws Exception {
    assertThat(output(start(SaveBatch.class))).contains("40/40").doesNotContain("Missing");
    try (Stream<Path> files = Files.list(folder.resolve("batch"))) {
      assertThat(files).hasSize(40);
    }
  }

  @Test
  void anImageThatCannotBeFetchedCostsTheBatchNoOtherOne() throws Exception {
    AtomicReference<String> lost = new AtomicReference<>("");
    try (FalEmulator fal = FalEmulator.start()) {
      fal.everyJob(JobScript.succeedsAtOnce());
      fal.failBy(
          call ->
              call.step() == Step.DOWNLOAD
                      && call.path().equals(lost.updateAndGet(p -> p.isEmpty() ? call.path() : p))
                  ? Optional.of(Fault.empty(404))
                  : Optional.empty());
      String text = output(start(Program.variables(fal), SaveBatch.class));
      assertThat(text.split("Not saved: pictor1:fal:")).hasSize(2);
    }
    assertThat(names(folder.resolve("batch"))).hasSize(39);
  }

  @Test
  void failOver() throws Exception {
    assertThat(output(start(FailOver.class)))
        .contains("harbour.png, made by replicate")
        .contains("tried before: pictor1:fal:");
    assertThat(folder.resolve("harbour.png")).isNotEmptyFile();
  }

  @Test
  void failOverThatFailsNamesTheJobsOfBoth() throws Exception {
    try (FalEmulator fal = FalEmulator.start();
        ReplicateEmulator replicate = ReplicateEmulator.start()) {
      fal.everyJob(
          JobScript.failsWith(FalFailure.internalServerError()).queuedPolls(0).runningPolls(0));
      replicate.everyJob(JobScript.failsWith(ReplicateFailure.contentPolicy()));
      Map<String, String> environment = Program.variables(fal);
      environment.putAll(Program.variables(replicate));
      assertThat(output(start(environment, FailOver.class)))
          .containsPattern("(?m)^job: pictor1:fal:\\S+$")
          .containsPattern("(?m)^job: pictor1:replicate:\\S+$");
    }
  }

  @Test
  void budget() throws Exception {
    assertThat(output(start(Budget.class)))
        .contains("maxCost")
        .contains("Two would be 0.08 USD")
        .contains("2 images for 0.08 USD");
  }

  @Test
  void strictMode() throws Exception {
    assertThat(output(start(StrictMode.class)))
        .contains("negativePrompt", "aspectRatio", "poster.jpg, exactly as asked");
    assertThat(folder.resolve("poster.jpg")).isNotEmptyFile();
  }

  @Test
  void imageService() throws Exception {
    String text = output(start(ImageService.class));
    assertThat(text).doesNotContain("failed");
    assertThat(text.split(" ready: ")).hasSize(4);
  }

  @Test
  void pendingJobs() throws Exception {
    assertThat(output(start(PendingJobs.class))).contains("3 jobs are on the list");
    assertThat(folder.resolve("pending.txt")).isEmptyFile();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).filteredOn(file -> file.toString().endsWith(".png")).hasSize(3);
    }
  }

  @Test
  void pendingJobsStayOnTheListAsLongAsTheyMayBeWell() throws Exception {
    List<String> broken = Arrays.asList("pictor1:fal:half-writ", "pictor1:elsewhere:model:id");
    Files.write(folder.resolve("pending.txt"), broken);
    try (FalEmulator fal = FalEmulator.start()) {
      fal.everyJob(JobScript.succeedsAtOnce());
      fal.fail(Step.RESULT, Fault.json(401, "{\"detail\":\"No user found\"}")).always();
      String text = output(start(Program.variables(fal), PendingJobs.class));
      assertThat(text).contains("5 jobs are on the list", "not a job handle", "No user found");
      assertThat(pending()).hasSize(5).containsAll(broken);

      fal.clearFaults();
      assertThat(output(start(Program.variables(fal), PendingJobs.class)))
          .contains("8 jobs are on the list");
      assertThat(fal.paidJobs()).isEqualTo(6);
    }
    assertThat(pending()).isEqualTo(broken);
    assertThat(names(folder)).filteredOn(name -> name.endsWith(".png")).hasSize(6);
  }

  @Test
  void pendingJobsThatHaveFailedForGoodLeaveTheList() throws Exception {
    Files.write(folder.resolve("pending.txt"), Arrays.asList("pictor1:fal:nope:x"));
    try (FalEmulator fal = FalEmulator.start()) {
      fal.everyJob(JobScript.succeedsAtOnce());
      fal.nextJob(
          JobScript.failsWith(FalFailure.internalServerError()).queuedPolls(0).runningPolls(0));
      fal.nextJob(JobScript.failsWith(FalFailure.contentPolicy()).queuedPolls(0).runningPolls(0));
      fal.nextJob(
          JobScript.failsWith(FalFailure.infrastructure("client_cancelled"))
              .queuedPolls(0)
              .runningPolls(0));
      assertThat(output(start(Program.variables(fal), PendingJobs.class)))
          .contains("has ended without an image");
    }
    assertThat(pending()).isEmpty();
  }

  private List<String> pending() throws IOException {
    return Files.readAllLines(folder.resolve("pending.txt"));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toList());
    }
  }

  @Test
  void resumeInOneRunWithoutAKey() throws Exception {
    assertThat(output(start(ResumeAfterRestart.class))).contains("pictor1:fal:");
    assertThat(folder.resolve("resumed.png")).isNotEmptyFile();
  }

  @Test
  void resumeInASecondProcess() throws Exception {
    try (FalEmulator fal = FalEmulator.start()) {
      String first = output(start(Program.variables(fal), ResumeAfterRestart.class));
      String handle = first.substring(first.indexOf("pictor1:")).trim();
      assertThat(folder.resolve("resumed.png")).doesNotExist();
      output(start(Program.variables(fal), ResumeAfterRestart.class, handle));
      assertThat(fal.paidJobs()).isEqualTo(1);
    }
    assertThat(folder.resolve("resumed.png")).isNotEmptyFile();
  }

  @Test
  void theMainExampleEndsPromptly() throws Exception {
    Process process = start(Generate.class, "--provider", "fal");
    InputStream out = process.getInputStream();
    StringBuilder text = new StringBuilder();
    while (text.indexOf("Contact sheet") < 0) {
      text.append((char) out.read());
    }
    assertThat(process.waitFor(PROMPTLY.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
  void ctrlCCancelsTheJobAtTheProvider() throws Exception {
    try (FalEmulator fal = FalEmulator.start()) {
      fal.everyJob(JobScript.neverEnds());
      Process process = start(Program.variables(fal), Generate.class);
      await(() -> fal.count(Step.STREAM) + fal.count(Step.STATUS) > 0);
      process.destroy();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(fal.count(Step.CANCEL)).isEqualTo(1);
    }
  }

  /** The job has ended and is paid for: only its handle leads to the image. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
  void ctrlCWhileAnImageIsFetchedTellsItsHandle() throws Exception {
    try (FalEmulator fal = FalEmulator.start();
        ReplicateEmulator replicate = ReplicateEmulator.start()) {
      fal.everyJob(JobScript.succeedsAtOnce());
      fal.fail(Step.DOWNLOAD, Fault.quiet()).always();
      replicate.everyJob(JobScript.neverEnds());
      Map<String, String> environment = Program.variables(fal);
      environment.putAll(Program.variables(replicate));
      Process process = start(environment, Generate.class, "--seed", "7");
      await(() -> fal.count(Step.DOWNLOAD) > 0 && replicate.count(Step.STATUS) > 0);
      // Process.destroy() would close what it has printed.
      process.toHandle().destroy();
      String text = text(process);
      assertThat(process.waitFor()).isNotZero();
      assertThat(text.split("\\./pictor --resume 'pictor1:fal:\\S+'")).hasSize(2);
      assertThat(text)
          .containsPattern("(?m)^replicate .* canceled$")
          .doesNotContain("--resume 'pictor1:replicate");
      assertThat(folder.resolve("pictor-images")).isEmptyDirectory();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
  void ctrlCWhileItSubmitsTellsEveryHandle() throws Exception {
    try (ReplicateEmulator replicate = ReplicateEmulator.start()) {
      replicate.everyJob(JobScript.succeedsAtOnce());
      replicate.fail(Step.SUBMIT, Fault.late(Duration.ofSeconds(2)).afterEffect()).always();
      Process process = start(Program.variables(replicate), Generate.class, "--n", "2");
      await(() -> replicate.paidJobs() == 2);
      process.toHandle().destroy();
      assertThat(hints(process)).containsExactlyInAnyOrderElementsOf(Program.ids(replicate));
    }
  }

  /** They run on, and are billed. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
  void ctrlCThatTheProviderDoesNotConfirmTellsEveryHandle() throws Exception {
    try (ReplicateEmulator replicate = ReplicateEmulator.start()) {
      replicate.everyJob(JobScript.neverEnds());
      replicate.fail(Step.CANCEL, Fault.empty(503)).always();
      Process process = start(Program.variables(replicate), Generate.class, "--n", "3");
      await(() -> replicate.paidJobs() == 3 && replicate.count(Step.STATUS) > 0);
      process.toHandle().destroy();
      assertThat(hints(process)).containsExactlyInAnyOrderElementsOf(Program.ids(replicate));
    }
  }

  private static List<String> hints(Process process) throws Exception {
    String text = text(process);
    assertThat(process.waitFor()).as(text).isNotZero();
    return Program.hints(Arrays.asList(text.split("\\R")));
  }

  private Process start(Class<?> program, String... arguments) throws IOException {
    return start(Collections.emptyMap(), program, arguments);
  }

  private Process start(Map<String, String> environment, Class<?> program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Paths.get(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("(FAL|REPLICATE)_.*"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String output(Process process) throws Exception {
    String text = text(process);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  private static String text(Process process) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in = process.getInputStream();
    for (int read = in.read(); read >= 0; read = in.read()) {
      out.write(read);
    }
    return new String(out.toByteArray(), UTF_8);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
