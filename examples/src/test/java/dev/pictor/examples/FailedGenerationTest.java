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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What fails at the services, on emulators that stand where the real ones would. */
@Tag("wide")
@Execution(ExecutionMode.CONCURRENT)
class FailedGenerationTest {
  private static final Fault REVOKED = Fault.json(401, "{\"detail\":\"revoked\"}");

  private final FalEmulator fal = FalEmulator.start();
  private final ReplicateEmulator replicate = ReplicateEmulator.start();
  @TempDir Path folder;

  @AfterEach
  void close() {
    fal.close();
    replicate.close();
  }

  @Test
  void usesTheServicesThatThereIsAKeyFor() {
    fal.everyJob(JobScript.succeedsAtOnce());
    Program program = new Program(folder).with(fal);
    assertThat(program.run()).isZero();
    assertThat(program.out()).contains("Using fal, by the keys in the environment.");
    assertThat(fal.paidJobs()).isEqualTo(1);
    assertThat(replicate.requests()).isEmpty();
  }

  @Test
  void aFailureEndsWithItsMessageAndOne() throws IOException {
    fal.nextJob(JobScript.failsWith(FalFailure.contentPolicy()).queuedPolls(0).runningPolls(0));
    Program program = new Program(folder).with(fal);
    assertThat(program.run()).isEqualTo(1);
    assertThat(program.err())
        .singleElement()
        .asString()
        .startsWith("pictor: fal: ")
        .contains("content_policy_violation")
        .contains("handle pictor1:fal:");
    assertThat(sheet()).contains("content_policy_violation").doesNotContain("<img");
  }

  @Test
  void oneProvidersFailureLeavesTheOthersImage() throws IOException {
    fal.everyJob(JobScript.succeedsAtOnce());
    replicate.nextJob(JobScript.failsWith(ReplicateFailure.contentPolicy()));
    Program program = new Program(folder).with(fal).with(replicate);
    assertThat(program.run("--seed", "7")).isEqualTo(1);
    assertThat(program.err()).singleElement().asString().startsWith("pictor: replicate: ");
    assertThat(folder.resolve("pictor-images/fal-flux1.1-pro-7.jpg")).exists();
    assertThat(sheet()).contains("<img src=\"fal-flux1.1-pro-7.jpg\"").contains("no image");
  }

  @Test
  void oneOfSeveralImagesMayFail() throws IOException {
    replicate.everyJob(JobScript.succeedsAtOnce());
    replicate.nextJob(JobScript.failsWith(ReplicateFailure.contentPolicy()));
    Program program = new Program(folder).with(replicate);
    assertThat(program.run("--n", "3")).isEqualTo(1);
    assertThat(program.err()).singleElement().asString().contains("pictor: replicate, image ");
    assertThat(sheet().split("<img", -1)).hasSize(3);
    assertThat(program.out()).anyMatch(line -> line.matches("replicate \\d/3 .* is missing"));
  }

  @Test
  void aLostDownloadNamesTheHandleToPickItUpWith() {
    fal.everyJob(JobScript.succeedsAtOnce());
    fal.fail(Step.DOWNLOAD, Fault.empty(404)).always();
    Program program = new Program(folder).with(fal);
    assertThat(program.run()).isEqualTo(1);
    assertThat(program.err()).hasSize(2);
    assertThat(program.err().get(1)).contains("./pictor --resume 'pictor1:fal:");
    assertThat(folder.resolve("pictor-images").toFile().list()).containsExactly("index.html");
  }

  @Test
  void aContactSheetThatCannotBeWrittenHidesNoHandle() throws IOException {
    Files.createDirectories(folder.resolve("pictor-images/.index.html.part/x"));
    fal.everyJob(JobScript.succeedsAtOnce());
    replicate.everyJob(JobScript.succeedsAtOnce());
    fal.fail(Step.DOWNLOAD, Fault.empty(404)).always();
    Program program = new Program(folder).with(fal).with(replicate);
    assertThat(program.run("--seed", "7")).isEqualTo(1);
    assertThat(program.err())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("pictor: no contact sheet: "))
        .anyMatch(line -> line.contains("./pictor --resume 'pictor1:fal:"));
    assertThat(program.out()).anyMatch(line -> line.contains("replicate-flux1.1-pro-7."));
    assertThat(folder.resolve("pictor-images").toFile().list())
        .hasSize(2)
        .anyMatch(name -> name.startsWith("replicate-flux1.1-pro-7."));
  }

  @Test
  void aRefusedKeyIsAFailure() {
    fal.fail(Step.SUBMIT, Fault.json(401, "{\"detail\":\"No user found for Key ID and Secret\"}"));
    Program program = new Program(folder).with(fal);
    assertThat(program.run()).isEqualTo(1);
    assertThat(program.err()).singleElement().asString().contains("No user found");
  }

  /** Only the handles lead to them, and the first failure is about one job alone. */
  @Test
  void everyJobThatIsPaidForAndNotSeenToEndIsNamed() throws IOException {
    replicate.fail(Step.STATUS, REVOKED).always();
    replicate.fail(Step.LIST, REVOKED).always();
    Program program = new Program(folder).with(replicate);
    assertThat(program.run("--n", "4")).isEqualTo(1);
    assertThat(replicate.paidJobs()).isEqualTo(4);
    assertThat(Program.hints(program.err()))
        .containsExactlyInAnyOrderElementsOf(Program.ids(replicate));
    assertThat(sheet()).contains(Program.ids(replicate));
  }

  @Test
  void aJobThatIsKnownIsNamedBesideASubmissionThatIsLost() {
    fal.fail(Step.SUBMIT, Fault.disconnect().afterEffect());
    fal.fail(Step.STATUS, REVOKED).always();
    fal.fail(Step.STREAM, REVOKED).always();
    Program program = new Program(folder).with(fal);
    assertThat(program.run("--n", "8")).isEqualTo(1);
    assertThat(fal.paidJobs()).isEqualTo(2);
    assertThat(program.err()).first().asString().contains("may have been paid for");
    assertThat(Program.hints(program.err())).hasSize(1);
    assertThat(Program.ids(fal)).containsAll(Program.hints(program.err()));
  }

  @Test
  void aJobThatHasFailedIsNotNamedAsOneToFetch() {
    replicate.nextJob(JobScript.failsWith(ReplicateFailure.contentPolicy()));
    replicate.failBy(
        call ->
            call.step() == Step.LIST
                    || (call.step() == Step.STATUS
                        && !call.path().endsWith(replicate.jobs().get(0).id()))
                ? Optional.of(REVOKED)
                : Optional.empty());
    Program program = new Program(folder).with(replicate);
    assertThat(program.run("--n", "2")).isEqualTo(1);
    assertThat(Program.hints(program.err())).containsExactly(replicate.jobs().get(1).id());
  }

  private String sheet() throws IOException {
    return new String(Files.readAllBytes(folder.resolve("pictor-images/index.html")), UTF_8);
  }
}
