package dev.pictor.testing;

import java.io.IOException;

/** A body that is written while the job goes on. */
interface LiveBody {
  void writeTo(LiveOutput out) throws IOException, InterruptedException;
}
