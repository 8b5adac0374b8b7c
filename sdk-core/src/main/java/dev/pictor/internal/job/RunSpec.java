package dev.pictor.internal.job;

import dev.pictor.spi.Provider;

/** A task and the provider that it is for. */
final class RunSpec {
  final Provider provider;
  final RunTask task;

  RunSpec(Provider provider, RunTask task) {
    this.provider = provider;
    this.task = task;
  }
}
