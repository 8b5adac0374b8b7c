package dev.pictor.testing;

/** What a request is for, in the words that all services share. Faults and counts are by step. */
public enum Step {
  /** Creates a job: the request that costs money. */
  SUBMIT,
  /** Runs a job within one request, where the service has such a door. It costs money too. */
  RUN,
  /** Asks how a job is doing. */
  STATUS,
  /** Listens to how a job is doing. */
  STREAM,
  /** Fetches what a job made, where that is a request of its own. */
  RESULT,
  /** Stops a job. */
  CANCEL,
  /** Looks through the jobs of the account. */
  LIST,
  /** Brings an input file to the service, in as many requests as that takes. */
  UPLOAD,
  /** Fetches a file from the files host. */
  DOWNLOAD,
  /** Anything else: account, keys, paths that do not exist. */
  OTHER
}
