package dev.pictor.examples.run;

import dev.pictor.ImageClient;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One request at several providers at the same time. */
public final class Runs {
  private Runs() {}

  /**
   * Runs the request at each provider and waits for all of them. If the process ends before, the
   * jobs are canceled, and this does not return.
   *
   * @param lastWords is told what is missing, if the process ends before
   */
  public static List<RunReport> all(
      ImageClient client,
      ImageRequest request,
      List<Plan.Candidate> plans,
      ImageFolder folder,
      Progress progress,
      Consumer<Failure> lastWords) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            plans.size(),
            task -> {
              Thread thread = new Thread(task, "run");
              thread.setDaemon(true);
              return thread;
            });
    try (JobsInFlight jobs = new JobsInFlight(plans.size(), progress, lastWords)) {
      List<CompletableFuture<RunReport>> running = new ArrayList<>();
      for (Plan.Candidate plan : plans) {
        ProviderRun run = new ProviderRun(client, request, plan, folder, progress, jobs);
        running.add(CompletableFuture.supplyAsync(run::run, threads));
      }
      return running.stream().map(CompletableFuture::join).collect(Collectors.toList());
    } finally {
      threads.shutdown();
    }
  }
}
