package dev.pictor.replicate;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.ErrorDetails.Retry;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.PictorException;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.HttpReply;

/** Why a prediction ended without an image. */
final class Failures {
  private final Prediction prediction;
  private final JobHandle job;
  private final HttpReply reply;

  Failures(Prediction prediction, JobHandle job, HttpReply reply) {
    this.prediction = prediction;
    this.job = job;
    this.reply = reply;
  }

  private ErrorDetails.Builder details() {
    return reply.details().handle(job).requestId(ErrorReader.requestId(reply));
  }

  /** Status {@code failed}. */
  PictorException failed() {
    if (!prediction.error().isPresent()) {
      return prediction.isRemoved()
          ? expired()
          : new JobFailedException(
              "The prediction failed, and Replicate gives no reason", details().build());
    }
    String words = prediction.error().get();
    FailureText text = new FailureText(words);
    ErrorDetails.Builder told = details().code(text.code()).providerMessage(words);
    if (text.kind() == FailureText.Kind.MODERATION) {
      return new ModerationException(
          "The moderation of the model refused the input or the image: "
              + Words.sentence(words)
              + " Change the prompt or the input image",
          told.build());
    }
    return text.kind() == FailureText.Kind.TRANSIENT
        ? new JobFailedException(
            "The prediction failed at Replicate, not in the model: "
                + Words.sentence(words)
                + " The same request may succeed later",
            told.retry(Retry.MAY_HELP).build())
        : new JobFailedException("The prediction failed: " + Words.line(words), told.build());
  }

  /** Status {@code succeeded}, and no image. */
  PictorException noOutput() {
    if (prediction.output().isPresent()) {
      return prediction.logs().filtered() > 0
          ? new ModerationException(
              "The moderation of the model withheld every image. Change the prompt or the input"
                  + " image",
              details().build())
          : new JobFailedException(
              "The prediction succeeded, but its output holds no URL of an image: "
                  + Words.line(prediction.output().get().toString())
                  + ". Check that the endpoint makes images",
              details().build());
    }
    if (prediction.isRemoved()) {
      return expired();
    }
    return new JobFailedException(
        "The prediction succeeded without output: Replicate could not store the image. The same"
            + " request may succeed later",
        details().retry(Retry.MAY_HELP).build());
  }

  private PictorException expired() {
    return new NotFoundException(
        "The prediction has expired: Replicate removes input, output and files of API predictions"
            + " after one hour. Collect results earlier",
        details().build());
  }

  /** Status {@code canceled}. */
  PictorException canceled() {
    return new JobCanceledException(
        "The prediction was canceled, by a call or by its deadline"
            + deadline()
            + "; what it ran until then is billed"
            + reason(),
        details().providerMessage(prediction.error()).build());
  }

  /** Status {@code aborted}: that something started does not show in the times. */
  PictorException aborted() {
    return new JobCanceledException(
        "The prediction was aborted before it ran, as by a deadline in the queue"
            + deadline()
            + "; it is not billed"
            + reason(),
        details().providerMessage(prediction.error()).retry(Retry.MAY_HELP).build());
  }

  private String deadline() {
    return prediction.deadline().map(time -> " (" + Words.line(time) + ")").orElse("");
  }

  private String reason() {
    return prediction.error().map(text -> ". Replicate says: " + Words.line(text)).orElse("");
  }
}
