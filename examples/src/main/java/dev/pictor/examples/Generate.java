package dev.pictor.examples;

import dev.pictor.ImageClient;
import dev.pictor.error.ConfigurationException;
import dev.pictor.examples.cli.Host;
import dev.pictor.examples.cli.ProviderChoice;
import dev.pictor.examples.cli.RequestArguments;
import dev.pictor.examples.cli.Version;
import dev.pictor.examples.cli.WrongArguments;
import dev.pictor.examples.run.Failure;
import dev.pictor.examples.run.ImageFolder;
import dev.pictor.examples.run.KeptInput;
import dev.pictor.examples.run.Progress;
import dev.pictor.examples.run.ResumedJob;
import dev.pictor.examples.run.RunReport;
import dev.pictor.examples.run.Runs;
import dev.pictor.examples.run.SavedImage;
import dev.pictor.examples.run.Services;
import dev.pictor.examples.view.ContactSheet;
import dev.pictor.examples.view.OneLine;
import dev.pictor.examples.view.ReportText;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JobHandle;
import dev.pictor.model.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The main example: one request on every provider there is a key for, or on the embedded emulators
 * of fal and Replicate, with the images and a contact sheet of them in a folder.
 */
@Command(
    name = "pictor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    sortSynopsis = false,
    usageHelpAutoWidth = true,
    description = {
      "Generates images of one prompt on fal and on Replicate.",
      "",
      "Uses the services that FAL_KEY and REPLICATE_API_TOKEN are set for. Without a key it runs"
          + " on emulators of both: nothing is sent, nothing is paid, the pictures are drawn.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./pictor \"a lighthouse made of paper\"",
      "  ./pictor a red fox in snow --aspect-ratio 16:9 --n 4 --format png",
      "  ./pictor a red fox in snow --size 1920x1080 --provider replicate --plan",
      "  ./pictor make it winter --input lake.jpg --format webp --quality 90",
      "",
      "Exit codes: 0 all is there, 1 an image or the sheet is missing,",
      "  2 wrong options or settings, 70 it could not be built."
    })
public final class Generate implements Callable<Integer> {
  private static final List<String> BESIDE_RESUME = Arrays.asList("--resume", "--out");

  private final Host host;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private RequestArguments arguments = new RequestArguments();
  @Mixin private ProviderChoice providers = new ProviderChoice();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "pictor-images",
      description =
          "Where images and index.html are written; nothing of yours is replaced. Default: ${DEFAULT-VALUE}")
  private String out = "";

  @Option(
      names = "--plan",
      description = "Only show what would be sent, what it changes and what it costs.")
  private boolean planOnly;

  @Option(
      names = "--resume",
      paramLabel = "HANDLE",
      description = {
        "Only fetch the images of a job that was begun before.",
        "As the endpoint made them; goes with --out alone."
      })
  private @Nullable String resume;

  private Generate(Host host) {
    this.host = host;
  }

  /** Runs the example in this process. */
  public static void main(String[] args) {
    System.exit(run(Host.process(), args));
  }

  /** Runs the example and returns its exit code. */
  static int run(Host host, String... args) {
    return new CommandLine(new Generate(host))
        .setOut(host.out())
        .setErr(host.err())
        // A prompt may begin with @ without being the name of a file.
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(new WrongArguments())
        .execute(args);
  }

  @Override
  public Integer call() throws IOException {
    return resume == null ? make() : resume(resume);
  }

  private int make() throws IOException {
    List<ImageRequest> ways = arguments.requests(host.folder());
    try (Services services = services()) {
      ImageRequest request = ways.size() == 1 ? ways.get(0) : providers.fitting(services, ways);
      List<Plan.Candidate> plans = providers.plan(services, request);
      if (planOnly) {
        host.out().print(Plan.builder().request(request).candidates(plans).build());
        host.out().flush();
        return CommandLine.ExitCode.OK;
      }
      ImageFolder folder = folder();
      host.out().println(services.notice());
      List<KeptInput> inputs = KeptInput.all(request, folder);
      List<RunReport> reports = generate(services, request, plans, folder);
      ReportText.of(plans, reports, host.folder()).forEach(host.out()::println);
      ContactSheet sheet =
          new ContactSheet(
              request,
              inputs,
              plans,
              reports,
              services.origin(),
              ZonedDateTime.now(ZoneId.systemDefault()));
      boolean hasSheet = write(sheet, folder);
      reports.forEach(report -> report.failures().forEach(this::print));
      return hasSheet && reports.stream().allMatch(report -> report.failures().isEmpty())
          ? CommandLine.ExitCode.OK
          : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private int resume(String text) {
    JobHandle handle = handle(text);
    try (Services services = services()) {
      providers.checkKey(handle.provider(), services);
      ImageFolder folder = folder();
      ResumedJob job;
      try (ImageClient client = services.client(Collections.singleton(handle.provider()));
          Progress progress = host.progress()) {
        job = ResumedJob.of(client, handle, folder, progress);
      }
      for (SavedImage image : job.images()) {
        String file = ReportText.shortest(image.file(), host.folder());
        host.out().println(file + ": " + image.size() + ", " + image.format());
      }
      job.failures().forEach(this::print);
      return job.failures().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }

  /** A key or an address that is wrong is one of the things that a person has typed. */
  private Services services() {
    try {
      return Services.of(host.environment());
    } catch (ConfigurationException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private JobHandle handle(String text) {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    boolean alone =
        command.getParseResult().matchedArgs().stream()
            .allMatch(
                argument ->
                    argument.isOption()
                        && BESIDE_RESUME.contains(((OptionSpec) argument).longestName()));
    if (!alone) {
      throw new ParameterException(
          command, "--resume makes no new image; write --resume HANDLE, with --out or nothing");
    }
    try {
      return JobHandle.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, String.valueOf(e.getMessage()));
    }
  }

  /** Whether it is written. What is paid for is told all the same. */
  private boolean write(ContactSheet sheet, ImageFolder folder) {
    try {
      Path page = sheet.writeTo(folder);
      host.out().println("Contact sheet: " + ReportText.shortest(page, host.folder()));
      return true;
    } catch (IOException e) {
      host.err().println(name() + ": no contact sheet: " + OneLine.of(e.toString()));
      return false;
    }
  }

  private List<RunReport> generate(
      Services services, ImageRequest request, List<Plan.Candidate> plans, ImageFolder folder) {
    List<Plan.Candidate> usable =
        plans.stream().filter(Plan.Candidate::isUsable).collect(Collectors.toList());
    List<String> names = usable.stream().map(Plan.Candidate::provider).collect(Collectors.toList());
    try (ImageClient client = services.client(names);
        Progress progress = host.progress()) {
      return Runs.all(client, request, usable, folder, progress, this::print);
    }
  }

  /** Before anything is paid: an image that cannot be kept must not be made. */
  private ImageFolder folder() {
    Path path = host.folder().resolve(out);
    try {
      return ImageFolder.open(path);
    } catch (IOException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "out is \"" + out + "\", which cannot be written to (" + e + "); name another folder");
    }
  }

  private String name() {
    return Objects.requireNonNull(spec).name();
  }

  private void print(Failure failure) {
    String name = name();
    host.err().println(name + ": " + failure.title() + ": " + OneLine.of(failure.message()));
    for (JobHandle job : failure.resumable()) {
      // Quoted, as a shell takes what is behind the & of a handle for another command.
      host.err().println(name + ": it may still be there: ./pictor --resume '" + job + "'");
    }
  }
}
