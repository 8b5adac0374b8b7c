package dev.pictor.compat.app;

import dev.pictor.ImageClient;
import dev.pictor.ImageJob;
import dev.pictor.RequestOptions;
import dev.pictor.RetryPolicy;
import dev.pictor.error.ApiException;
import dev.pictor.error.AttemptsFailedException;
import dev.pictor.error.AuthenticationException;
import dev.pictor.error.BillingException;
import dev.pictor.error.ConfigurationException;
import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.DownloadException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.error.ServiceException;
import dev.pictor.error.TransportException;
import dev.pictor.fal.Fal;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.Strictness;
import dev.pictor.replicate.Replicate;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** Every failure, told apart by its class alone. */
final class Failures {
  /** Where nobody listens. */
  private static final String NOWHERE = "http://127.0.0.1:9";

  private static final RequestOptions ONCE = once();

  private Failures() {}

  private static RequestOptions once() {
    RequestOptions.Builder options = RequestOptions.builder();
    for (RequestOptions.Step step : RequestOptions.Step.values()) {
      options.retry(step, RetryPolicy.never());
    }
    return options.build();
  }

  static void print(Services services, Transcript out) throws Exception {
    out.section("failures");
    try (ImageClient images = services.falOnly()) {
      for (String prompt :
          new String[] {
            "without a key",
            "without money",
            "unheard of",
            "of no use",
            "crowded",
            "withheld",
            "crashing",
            "lost on the way",
            "answered with nonsense",
            "answered by a gateway"
          }) {
        out.line(prompt, failure(() -> images.generate(Services.request(prompt).build(), ONCE)));
      }
      out.line("unknown model", failure(() -> images.generate(request("no-such-model"))));
      out.line("strictly", failure(() -> images.generate(strictly())));
      out.line("async", failure(() -> images.generateAsync(strictly()).get()));
      late(images, out);
      canceled(images, out);
    }
    elsewhere(services, out);
  }

  private static ImageRequest request(String model) {
    return Services.request("a boat").model(model).build();
  }

  private static ImageRequest strictly() {
    return ImageRequest.builder()
        .model("flux1.1-pro-ultra")
        .prompt("a boat")
        .aspectRatio(AspectRatio.of(7, 5))
        .strictness(Strictness.STRICT)
        .build();
  }

  private static void late(ImageClient images, Transcript out) {
    ImageJob job = images.submit(Services.request("endless").build());
    out.line("late", failure(() -> job.await(Duration.ofMillis(1))));
    job.cancel();
    out.line("canceled", failure(job::await));
  }

  private static void canceled(ImageClient images, Transcript out) {
    ImageJob job = images.submit(Services.request("endless").build());
    out.line("future canceled", job.result().cancel(true));
    out.line("canceled by its future", failure(job::await));
  }

  private static void elsewhere(Services services, Transcript out) {
    out.line("no provider", failure(() -> ImageClient.builder().build()));
    Fal fal = Fal.builder().key(() -> Services.KEY).queueUrl(NOWHERE).build();
    Replicate replicate = Replicate.builder().token(() -> "r8_token").baseUrl(NOWHERE).build();
    try (ImageClient none = Services.polling().provider(fal).build();
        ImageClient neither = Services.polling().provider(fal).provider(replicate).build();
        ImageClient keyless =
            Services.polling().provider(Fal.create(" ")).provider(Replicate.create("\n")).build();
        ImageClient small = Services.polling().provider(services.fal()).maxImageBytes(10).build()) {
      out.line("nobody there", failure(() -> none.generate(request(Services.MODEL), ONCE)));
      out.line("nobody anywhere", failure(() -> neither.generate(request(Services.MODEL), ONCE)));
      out.line("no key", failure(() -> keyless.generate(request("fal/flux1.1-pro"), ONCE)));
      out.line("no token", failure(() -> keyless.generate(request("replicate/flux1.1-pro"), ONCE)));
      out.line("too long", failure(() -> small.generate(request(Services.MODEL)).image().bytes()));
    }
  }

  private interface Action {
    Object run() throws Exception;
  }

  private static String failure(Action action) {
    try {
      return "none: " + action.run();
    } catch (ExecutionException e) {
      return "in a future: "
          + failure(
              () -> {
                throw (RuntimeException) e.getCause();
              });
    } catch (AuthenticationException e) {
      return text("authentication", e);
    } catch (BillingException e) {
      return text("billing", e);
    } catch (InvalidInputException e) {
      return text("invalid input", e);
    } catch (JobFailedException e) {
      return text("job failed", e);
    } catch (ModerationException e) {
      return text("moderation", e);
    } catch (NotFoundException e) {
      return text("not found", e);
    } catch (RateLimitException e) {
      return text("rate limit", e);
    } catch (ServiceException e) {
      return text("service", e);
    } catch (ApiException e) {
      return text("another answer", e);
    } catch (AttemptsFailedException e) {
      StringBuilder all = new StringBuilder(text("attempts failed", e));
      for (PictorException attempt : e.attempts()) {
        all.append("; ").append(text("attempt", attempt));
      }
      return all.toString();
    } catch (ConfigurationException e) {
      return text("configuration", e);
    } catch (DeadlineExceededException e) {
      return text("deadline exceeded", e);
    } catch (DownloadException e) {
      return text("download", e);
    } catch (JobCanceledException e) {
      return text(e.isOver() ? "job canceled there" : "job canceled here", e);
    } catch (MalformedReplyException e) {
      return text("malformed reply", e);
    } catch (OutcomeUnknownException e) {
      return text("outcome unknown", e);
    } catch (RequestRefusedException e) {
      return text("request refused", e);
    } catch (TransportException e) {
      return text("transport", e);
    } catch (PictorException e) {
      return text("another failure", e);
    } catch (Exception e) {
      return "not ours: " + e;
    }
  }

  private static String text(String caught, PictorException e) {
    ErrorDetails details = e.details();
    return caught
        + " "
        + e.getClass().getName()
        + " "
        + e.isRetryable()
        + " "
        + e.handle()
        + " "
        + e.handles()
        + " "
        + e.hasUnknownOutcome()
        + " "
        + e.isOver()
        + " "
        + details.provider()
        + " "
        + details.requestId().isPresent()
        + " "
        + details.status()
        + " "
        + details.code()
        + " "
        + details.providerMessage()
        + " "
        + details.retryAfter()
        + " "
        + details.body()
        + " "
        + e.getMessage();
  }
}
