package dev.pictor.benchmarks.service;

/** The images of OpenAI, which the peers speak: one call, which lasts as long as the job. */
final class OpenAiApi {
  static final String PATH = "/v1/images/generations";

  private final Jobs jobs;
  private final String url;

  OpenAiApi(Jobs jobs, String url) {
    this.jobs = jobs;
    this.url = url;
  }

  void handle(Request request, Connection connection) {
    Job job = jobs.submit(request.body());
    if (job.isDone()) {
      connection.send(reply(job));
    } else {
      job.watch(
          () -> {
            if (job.isDone()) {
              connection.send(reply(job));
            }
          });
    }
  }

  private byte[] reply(Job job) {
    return Reply.json(
        "200 OK",
        "x-request-id: req_" + job.number() + "\r\nopenai-version: 2020-10-01\r\n",
        "{\"created\":1767259800,\"data\":[{\"url\":\"" + url + job.image() + "\"}]}");
  }
}
