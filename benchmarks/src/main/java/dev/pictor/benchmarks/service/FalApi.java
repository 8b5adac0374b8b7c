package dev.pictor.benchmarks.service;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The queue of fal: submission, status, status as a stream, result; and its direct address. */
final class FalApi {
  private static final int DIGITS = 12;
  private static final String REQUESTS = "/requests/";
  private static final String LOG =
      "{\"message\":\"step\",\"level\":\"INFO\",\"source\":\"USER\","
          + "\"timestamp\":\"2026-01-01T09:30:00.412345Z\"}";
  private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final EventLoop loop;
  private final Jobs jobs;
  private final String url;

  FalApi(EventLoop loop, Jobs jobs, String url) {
    this.loop = loop;
    this.jobs = jobs;
    this.url = url;
  }

  /** The direct address: one call, which lasts as long as the job. */
  void run(Request request, Connection connection) {
    Job job = jobs.submit(request.body());
    Runnable reply = () -> connection.send(result(job));
    if (job.isDone()) {
      reply.run();
    } else {
      job.watch(
          () -> {
            if (job.isDone()) {
              reply.run();
            }
          });
    }
  }

  void handle(Request request, Connection connection) {
    String path = request.target();
    int query = path.indexOf('?');
    String bare = query < 0 ? path : path.substring(0, query);
    int at = bare.indexOf(REQUESTS);
    if (at < 0) {
      connection.send(submitted(jobs.submit(request.body())));
      return;
    }
    int end = bare.indexOf('/', at + REQUESTS.length());
    String id = bare.substring(at + REQUESTS.length(), end < 0 ? bare.length() : end);
    Optional<Job> job = jobs.find(id, DIGITS);
    if (!job.isPresent()) {
      connection.send(Reply.notFound());
    } else {
      answer(job.get(), end < 0 ? "" : bare.substring(end), connection);
    }
  }

  private void answer(Job job, String what, Connection connection) {
    switch (what) {
      case "/status":
        connection.send(
            Reply.json(job.isDone() ? "200 OK" : "202 Accepted", compact(status(job, 2))));
        break;
      case "/status/stream":
        stream(job, connection);
        break;
      case "/cancel":
        connection.send(Reply.json("202 Accepted", "{\"status\":\"CANCELLATION_REQUESTED\"}"));
        break;
      default:
        connection.send(
            job.isDone()
                ? result(job)
                : Reply.json("400 Bad Request", "{\"detail\":\"Request is still in progress\"}"));
    }
  }

  private void stream(Job job, Connection connection) {
    byte[] first = Reply.firstEvent(status(job, 0));
    if (job.isDone()) {
      connection.send(Reply.last(first));
      return;
    }
    connection.send(first);
    job.watch(
        () -> {
          byte[] event = Reply.event(status(job, 1));
          connection.send(job.isDone() ? Reply.last(event) : event);
        });
    pingAfter(job, connection);
  }

  private void pingAfter(Job job, Connection connection) {
    loop.at(
        System.nanoTime() + PING_NANOS,
        () -> {
          if (!job.isDone() && !connection.isClosed()) {
            connection.send(Reply.ping());
            pingAfter(job, connection);
          }
        });
  }

  private byte[] submitted(Job job) {
    return Reply.json(
        "200 OK",
        compact(
            "{\"status\": \"IN_QUEUE\", "
                + urls(job)
                + ", \"logs\": null, \"metrics\": {}, \"queue_position\": 0}"));
  }

  /**
   * As the stream writes it, with spaces.
   *
   * @param logs how many lines
   */
  private String status(Job job, int logs) {
    switch (job.state()) {
      case QUEUED:
        return "{\"status\": \"IN_QUEUE\", "
            + urls(job)
            + ", \"logs\": [], \"metrics\": {}, \"queue_position\": 0}";
      case RUNNING:
        return "{\"status\": \"IN_PROGRESS\", "
            + urls(job)
            + ", \"logs\": ["
            + logs(Math.min(logs, 1))
            + "], \"metrics\": {}}";
      case DONE:
        return "{\"status\": \"COMPLETED\", "
            + urls(job)
            + ", \"logs\": ["
            + logs(logs)
            + "], \"metrics\": {\"inference_time\": 1.8734}}";
    }
    throw new AssertionError(job.state());
  }

  private static String logs(int lines) {
    return lines == 0 ? "" : lines == 1 ? LOG : LOG + ", " + LOG;
  }

  private static String compact(String json) {
    return json.replace("\": ", "\":").replace(", ", ",");
  }

  private byte[] result(Job job) {
    return Reply.json(
        "200 OK",
        "x-fal-request-id: " + id(job) + "\r\nx-fal-billable-units: 1\r\n",
        "{\"images\":[{\"url\":\""
            + url
            + job.image()
            + "\",\"width\":1280,\"height\":720,\"content_type\":\"image/png\"}],"
            + "\"timings\":{\"inference\":1.8734},\"seed\":1207,\"has_nsfw_concepts\":[false],"
            + "\"prompt\":\"a lighthouse made of paper\"}");
  }

  private String urls(Job job) {
    String id = id(job);
    String request = url + "/fal-ai/flux-pro/requests/" + id;
    return "\"request_id\": \""
        + id
        + "\", \"response_url\": \""
        + request
        + "\", \"status_url\": \""
        + request
        + "/status\", \"cancel_url\": \""
        + request
        + "/cancel\"";
  }

  private static String id(Job job) {
    return String.format(Locale.ROOT, "019e2c51-7d3a-7c10-9b1f-%0" + DIGITS + "d", job.number());
  }
}
