package dev.pictor.internal.route;

import dev.pictor.error.ApiException;
import dev.pictor.model.JobHandle;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Operation;
import dev.pictor.spi.Origin;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import dev.pictor.spi.Submission;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A provider that has tables and takes endpoints with at least so many slashes, and no more. */
final class TableProvider implements Provider {
  private final String name;
  private final String form;
  private final List<ModelSpec> models;

  TableProvider(String name, String form, ModelSpec... models) {
    this.name = name;
    this.form = form;
    this.models = Collections.unmodifiableList(Arrays.asList(models));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<ModelSpec> models() {
    return models;
  }

  @Override
  public ModelSpec passthrough(String endpoint) {
    if (!endpoint.matches(form)) {
      throw new IllegalArgumentException("an endpoint of " + name + " looks like " + form);
    }
    return ModelSpec.builder()
        .id(endpoint)
        .endpoint(endpoint)
        .operation(Operation.UNDESCRIBED)
        .build();
  }

  @Override
  public HttpCall submit(PlannedCall call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Submission readSubmission(PlannedCall call, HttpReply reply) {
    throw new UnsupportedOperationException();
  }

  @Override
  public HttpCall poll(JobHandle job) {
    throw new UnsupportedOperationException();
  }

  @Override
  public JobSnapshot readPoll(JobHandle job, HttpReply reply) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<HttpCall> result(JobHandle job) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ProviderOutput readResult(JobHandle job, HttpReply reply) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<HttpCall> cancel(JobHandle job) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ApiException readError(HttpReply reply) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean trusts(Origin origin) {
    throw new UnsupportedOperationException();
  }

  @Override
  public HttpCall authorize(HttpCall call) {
    throw new UnsupportedOperationException();
  }
}
