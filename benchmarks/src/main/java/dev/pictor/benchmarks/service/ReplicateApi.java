package dev.pictor.benchmarks.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Replicate: creation, at once or held back; one prediction; the list of predictions. */
final class ReplicateApi {
  private static final String PREDICTIONS = "/v1/predictions";
  private static final String INPUT = "\"input\":";
  private static final int DIGITS = 14;
  private static final int PAGE = 100;

  private final EventLoop loop;
  private final Jobs jobs;
  private final String url;

  ReplicateApi(EventLoop loop, Jobs jobs, String url) {
    this.loop = loop;
    this.jobs = jobs;
    this.url = url;
  }

  void handle(Request request, Connection connection) {
    String path = request.target();
    if (path.endsWith("/cancel")) {
      connection.send(job(path).map(job -> prediction("200 OK", job)).orElseGet(Reply::notFound));
    } else if (request.method().equals("POST")) {
      create(request, connection);
    } else if (path.startsWith(PREDICTIONS + "/")) {
      connection.send(job(path).map(job -> prediction("200 OK", job)).orElseGet(Reply::notFound));
    } else {
      connection.send(Reply.json("200 OK", list(path)));
    }
  }

  private Optional<Job> job(String path) {
    return jobs.find(path.substring(PREDICTIONS.length() + 1).replace("/cancel", ""), DIGITS);
  }

  private void create(Request request, Connection connection) {
    String body = request.body();
    int input = body.indexOf(INPUT) + INPUT.length();
    Job job = jobs.submit(body.substring(input, body.lastIndexOf('}')));
    Optional<String> prefer = request.header("prefer").filter(value -> value.startsWith("wait"));
    if (!prefer.isPresent()) {
      connection.send(Reply.json("201 Created", json(job, Job.State.QUEUED)));
    } else {
      hold(job, prefer.get(), connection);
    }
  }

  /** Replies when the job is done, or when the wait is over. */
  private void hold(Job job, String prefer, Connection connection) {
    boolean[] isSent = {false};
    Runnable reply =
        () -> {
          if (!isSent[0]) {
            isSent[0] = true;
            connection.send(
                Reply.json("201 Created", "preference-applied: " + prefer + "\r\n", held(job)));
          }
        };
    if (job.isDone()) {
      reply.run();
      return;
    }
    job.watch(
        () -> {
          if (job.isDone()) {
            reply.run();
          }
        });
    int seconds = prefer.contains("=") ? Integer.parseInt(prefer.substring(5).trim()) : 60;
    loop.at(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds), reply);
  }

  private byte[] prediction(String status, Job job) {
    return Reply.json(status, json(job, job.state()));
  }

  private String list(String path) {
    List<Job> all = jobs.all();
    int from = parameter(path, "created_after").map(time -> index(Instant.parse(time))).orElse(0);
    int to =
        parameter(path, "created_before")
            .map(time -> index(Instant.parse(time)))
            .orElseGet(all::size);
    int end = parameter(path, "cursor").map(Integer::parseInt).orElse(to);
    int start = Math.max(from, end - PAGE);
    StringBuilder page = new StringBuilder(PAGE * 1024).append("{\"next\":");
    if (start > from) {
      page.append('"').append(url).append(PREDICTIONS).append("?cursor=").append(start);
      repeat(path, "created_after", page);
      repeat(path, "created_before", page);
      page.append('"');
    } else {
      page.append("null");
    }
    page.append(",\"previous\":null,\"results\":[");
    for (int i = end - 1; i >= start; i--) { // the newest first
      page.append(json(all.get(i), all.get(i).state())).append(i > start ? "," : "");
    }
    return page.append("]}").toString();
  }

  /** How many jobs are older. */
  private int index(Instant time) {
    List<Job> all = jobs.all();
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).created().isBefore(time)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static void repeat(String path, String name, StringBuilder page) {
    parameter(path, name)
        .ifPresent(
            value -> {
              try {
                page.append('&').append(name).append('=');
                page.append(URLEncoder.encode(value, US_ASCII.name()));
              } catch (UnsupportedEncodingException e) {
                throw new AssertionError(e);
              }
            });
  }

  private static Optional<String> parameter(String path, String name) {
    int query = path.indexOf('?');
    if (query < 0) {
      return Optional.empty();
    }
    for (String pair : path.substring(query + 1).split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        try {
          return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), US_ASCII.name()));
        } catch (UnsupportedEncodingException e) {
          throw new AssertionError(e);
        }
      }
    }
    return Optional.empty();
  }

  /** What a reply that was held back says: it comes before the prediction is closed. */
  private String held(Job job) {
    return json(
        job,
        job.isDone() ? "processing" : status(job.state()),
        "",
        job.isDone() ? output(job) : "null",
        "");
  }

  /**
   * A prediction.
   *
   * @param state what it says, which a creation that is not held back always says first
   */
  private String json(Job job, Job.State state) {
    return json(
        job,
        status(state),
        logs(state),
        state == Job.State.DONE ? output(job) : "null",
        times(job, state));
  }

  private String output(Job job) {
    return "\"" + url + job.image() + "\"";
  }

  private String json(Job job, String status, String logs, String output, String times) {
    String get = url + PREDICTIONS + "/" + id(job);
    return "{\"id\":\""
        + id(job)
        + "\",\"model\":\"black-forest-labs/flux-1.1-pro\",\"version\":\"hidden\",\"input\":"
        + job.input()
        + ",\"logs\":\""
        + logs
        + "\",\"output\":"
        + output
        + ",\"data_removed\":false,\"error\":null,\"status\":\""
        + status
        + "\",\"created_at\":\""
        + job.created()
        + "\","
        + times
        + "\"urls\":{\"cancel\":\""
        + get
        + "/cancel\",\"get\":\""
        + get
        + "\",\"stream\":\"https://stream.replicate.com/v1/files/bcwr-"
        + id(job)
        + "\",\"web\":\"https://replicate.com/p/"
        + id(job)
        + "\"}}";
  }

  private static String status(Job.State state) {
    switch (state) {
      case QUEUED:
        return "starting";
      case RUNNING:
        return "processing";
      case DONE:
        return "succeeded";
    }
    throw new AssertionError(state);
  }

  private static String logs(Job.State state) {
    String begun = "Running prediction... \\nUsing seed: 1207\\nGenerating image...\\n";
    switch (state) {
      case QUEUED:
        return "";
      case RUNNING:
        return begun;
      case DONE:
        return begun + "Generated image in 3.1sec\\nDownloaded image in 0.14sec";
    }
    throw new AssertionError(state);
  }

  private static String times(Job job, Job.State state) {
    if (state == Job.State.QUEUED) {
      return "";
    }
    String started = "\"started_at\":\"" + job.created() + "\",";
    return state == Job.State.DONE
        ? started
            + "\"completed_at\":\""
            + Instant.now()
            + "\",\"metrics\":{\"image_count\":1,\"predict_time\":3.275616566},"
        : started;
  }

  private static String id(Job job) {
    return String.format(Locale.ROOT, "q4w7h2n9c5rm%0" + DIGITS + "d", job.number());
  }
}
