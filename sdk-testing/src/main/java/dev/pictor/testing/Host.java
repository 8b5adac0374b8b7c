package dev.pictor.testing;

/** The machines that a service consists of. Each emulator opens those that its service has. */
enum Host {
  /** Where jobs are made and asked for. */
  API,
  /** Where jobs are run within one request. */
  RUN,
  /** Where files are brought to. */
  STORAGE,
  /** Where files are fetched from. */
  FILES
}
