package dev.pictor;

import dev.pictor.error.PictorException;
import dev.pictor.model.ImageRequest.MaskPolarity;
import dev.pictor.model.JobHandle;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.InputRule;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Operation;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.Origin;
import dev.pictor.spi.ParameterRule;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import dev.pictor.spi.Submission;
import dev.pictor.spi.UploadStep;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** fal, or another one, with one model more: it takes a mask, which no described endpoint does. */
final class MaskingProvider implements Provider {
  private final Provider fal;
  private final String endpoint;
  private final MaskPolarity polarity;

  MaskingProvider(Provider fal, MaskPolarity polarity) {
    this(fal, "fal-ai/flux/dev/image-to-image", polarity);
  }

  MaskingProvider(Provider other, String endpoint, MaskPolarity polarity) {
    this.fal = other;
    this.endpoint = endpoint;
    this.polarity = polarity;
  }

  @Override
  public List<ModelSpec> models() {
    return Collections.singletonList(
        ModelSpec.builder()
            .id("masked")
            .endpoint(endpoint)
            .operation(Operation.EDIT)
            .addParameters(
                ParameterRule.passthrough(Parameter.PROMPT, "prompt").require(),
                ParameterRule.passthrough(Parameter.SEED, "seed"),
                ParameterRule.renamed(Parameter.IMAGES, "image_url").atMost(1),
                ParameterRule.renamed(Parameter.MASK, "mask_url")
                    .images(ParameterRule.Images.any().mask(polarity)))
            .build());
  }

  @Override
  public String name() {
    return fal.name();
  }

  @Override
  public ModelSpec passthrough(String endpoint) {
    return fal.passthrough(endpoint);
  }

  @Override
  public HttpCall submit(PlannedCall call) {
    return fal.submit(call);
  }

  @Override
  public Submission readSubmission(PlannedCall call, HttpReply reply) {
    return fal.readSubmission(call, reply);
  }

  @Override
  public HttpCall poll(JobHandle job) {
    return fal.poll(job);
  }

  @Override
  public JobSnapshot readPoll(JobHandle job, HttpReply reply) {
    return fal.readPoll(job, reply);
  }

  @Override
  public Optional<HttpCall> result(JobHandle job) {
    return fal.result(job);
  }

  @Override
  public ProviderOutput readResult(JobHandle job, HttpReply reply) {
    return fal.readResult(job, reply);
  }

  @Override
  public Optional<HttpCall> cancel(JobHandle job) {
    return fal.cancel(job);
  }

  @Override
  public PictorException readError(HttpReply reply) {
    return fal.readError(reply);
  }

  @Override
  public boolean trusts(Origin origin) {
    return fal.trusts(origin);
  }

  @Override
  public HttpCall authorize(HttpCall call) {
    return fal.authorize(call);
  }

  @Override
  public InputRule inputs() {
    return fal.inputs();
  }

  @Override
  public UploadStep upload(UploadStep.File file) {
    return fal.upload(file);
  }

  @Override
  public UploadStep readUpload(UploadStep.File file, UploadStep step, HttpReply reply) {
    return fal.readUpload(file, step, reply);
  }
}
