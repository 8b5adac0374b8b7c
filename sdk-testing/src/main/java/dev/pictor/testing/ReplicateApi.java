package dev.pictor.testing;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The endpoints of the API, behind the check of the token and the count of the requests. */
final class ReplicateApi {
  private static final String JSON = "application/json; charset=utf-8";

  private final ReplicateEmulator emulator;
  private final ReplicateCreate create;
  private final ReplicateList list;
  private final ReplicateFiles files;

  ReplicateApi(
      ReplicateEmulator emulator,
      ReplicateCreate create,
      ReplicateList list,
      ReplicateFiles files) {
    this.emulator = emulator;
    this.create = create;
    this.list = list;
    this.files = files;
  }

  ReplicateRoutes routes() {
    ReplicateRoutes routes = new ReplicateRoutes();
    routes.add("POST", "predictions", Step.SUBMIT, creation((call, at) -> create.byVersion(call)));
    routes.add(
        "POST",
        "models/*/*/predictions",
        Step.SUBMIT,
        creation((call, at) -> create.byModel(call, name(at))));
    routes.add(
        "POST",
        "deployments/*/*/predictions",
        Step.SUBMIT,
        creation((call, at) -> create.byDeployment(call, name(at))));
    routes.add("GET", "predictions", Step.LIST, counted((call, at) -> list.answer(call)));
    routes.add("GET", "predictions/*", Step.STATUS, counted((call, at) -> look(at.get(0))));
    routes.add(
        "POST", "predictions/*/cancel", Step.CANCEL, counted((call, at) -> cancel(at.get(0))));
    routes.add("GET", "models/*/*", Step.OTHER, counted((call, at) -> model(at)));
    routes.add("GET", "models/*/*/versions", Step.OTHER, counted((call, at) -> versions(at)));
    routes.add("GET", "models/*/*/versions/*", Step.OTHER, counted((call, at) -> version(at)));
    routes.add("GET", "account", Step.OTHER, counted((call, at) -> account()));
    routes.add(
        "GET", "webhooks/default/secret", Step.OTHER, counted((call, at) -> webhookSecret()));
    routes.add("POST", "files", Step.UPLOAD, welcome((call, at) -> files.upload(call)));
    routes.add("GET", "files", Step.OTHER, welcome((call, at) -> files.list(call)));
    routes.add("GET", "files/*", Step.OTHER, welcome((call, at) -> files.show(at.get(0))));
    routes.add("DELETE", "files/*", Step.OTHER, welcome((call, at) -> files.delete(at.get(0))));
    // Whoever has such an address needs no token: the signature is in it.
    routes.add(
        "GET", "files/*/download", Step.OTHER, (call, at) -> files.download(call, at.get(0)));
    return routes;
  }

  // ---- on the way in

  private ReplicateRoutes.Handler creation(ReplicateRoutes.Handler handler) {
    return welcome(
        (call, at) -> {
          RateMeter meter = emulator.creations();
          Optional<Reply> refusal = meter.refuse(emulator.clock().instant());
          return refusal.isPresent()
              ? refusal.get()
              : meter.withHeaders(handler.answer(call, at), call.receivedAt());
        });
  }

  private ReplicateRoutes.Handler counted(ReplicateRoutes.Handler handler) {
    return welcome(
        (call, at) -> {
          RateMeter meter = emulator.others();
          Optional<Reply> refusal = meter.refuse(emulator.clock().instant());
          return refusal.isPresent()
              ? refusal.get()
              : meter.withHeaders(handler.answer(call, at), call.receivedAt());
        });
  }

  private ReplicateRoutes.Handler welcome(ReplicateRoutes.Handler handler) {
    return (call, at) -> knows(call) ? handler.answer(call, at) : ReplicateErrors.unauthenticated();
  }

  private boolean knows(RecordedCall call) {
    if (!emulator.key().isPresent()) {
      return true;
    }
    String header = call.header("authorization").orElse("");
    int space = header.indexOf(' ');
    String scheme = space < 0 ? "" : header.substring(0, space).toLowerCase(Locale.ROOT);
    boolean spoken =
        scheme.equals("bearer")
            || (scheme.equals("token")
                && emulator.rules().scheme() == ReplicateRules.Scheme.BEARER_OR_TOKEN);
    return spoken && header.substring(space + 1).trim().equals(emulator.key().get());
  }

  // ---- predictions

  private Reply look(String id) {
    return emulator
        .prediction(id)
        .map(
            job -> {
              JobState state = job.progress().poll();
              emulator.looked();
              return json(200, emulator.writer().seen(job, state));
            })
        .orElseGet(ReplicateErrors::notFound);
  }

  private Reply cancel(String id) {
    return emulator.prediction(id).map(this::cancel).orElseGet(ReplicateErrors::notFound);
  }

  private Reply cancel(ReplicateJob job) {
    JobState found = job.cancel();
    emulator.clock().wake();
    emulator.looked();
    if (found.isTerminal() && emulator.rules().lateCancel() >= 300) {
      return ReplicateErrors.detail(
          emulator.rules().lateCancel(), "The prediction has already completed.");
    }
    boolean late = emulator.rules().cancelReply() == ReplicateRules.CancelReply.NOT_YET;
    JobState shown = late ? found : job.progress().state();
    return Reply.json(200, emulator.writer().canceled(job, shown));
  }

  // ---- what there is

  private Reply model(List<String> at) {
    return emulator
        .model(name(at))
        .map(model -> json(200, ModelJson.model(model)))
        .orElseGet(ReplicateErrors::notFound);
  }

  private Reply versions(List<String> at) {
    Optional<ReplicateModel> model = emulator.model(name(at));
    if (!model.isPresent()) {
      return ReplicateErrors.notFound();
    }
    return model.get().isOfficial()
        ? ReplicateErrors.officialHasNoVersions()
        : json(200, ModelJson.versions(model.get()));
  }

  private Reply version(List<String> at) {
    return emulator
        .model(name(at))
        .filter(model -> !model.isOfficial() && model.version().equals(at.get(2)))
        .map(model -> json(200, ModelJson.version(model)))
        .orElseGet(ReplicateErrors::notFound);
  }

  private Reply account() {
    return json(
        200,
        JsonValue.objectBuilder()
            .put("type", "organization")
            .put("username", "paper-boats")
            .put("name", "Paper Boats")
            .put("github_url", "https://github.com/paper-boats")
            .build());
  }

  private Reply webhookSecret() {
    return json(200, JsonValue.objectBuilder().put("key", emulator.webhookSecret()).build());
  }

  private static String name(List<String> at) {
    return at.get(0) + "/" + at.get(1);
  }

  private static Reply json(int status, JsonValue body) {
    return Reply.text(status, JSON, body.toString());
  }
}
