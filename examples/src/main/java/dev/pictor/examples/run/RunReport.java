package dev.pictor.examples.run;

import dev.pictor.model.ImageResult;
import dev.pictor.model.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What came of the request at one provider. */
public final class RunReport {
  private final Plan.Candidate plan;
  private final Duration elapsed;
  private final Optional<ImageResult> result;
  private final List<SavedImage> images;
  private final List<Failure> failures;

  RunReport(
      Plan.Candidate plan,
      Duration elapsed,
      Optional<ImageResult> result,
      List<SavedImage> images,
      List<Failure> failures) {
    this.plan = plan;
    this.elapsed = elapsed;
    this.result = result;
    this.images = Collections.unmodifiableList(new ArrayList<>(images));
    this.failures = Collections.unmodifiableList(new ArrayList<>(failures));
  }

  /** The provider's name. */
  public String provider() {
    return plan.provider();
  }

  /** What was sent, and why. */
  public Plan.Candidate plan() {
    return plan;
  }

  /** How long it took, until the images were on disk. */
  public Duration elapsed() {
    return elapsed;
  }

  /** What the SDK gave; empty if it gave an exception only. */
  public Optional<ImageResult> result() {
    return result;
  }

  /** The images that are on disk, in order. */
  public List<SavedImage> images() {
    return images;
  }

  /** What is missing, and why. */
  public List<Failure> failures() {
    return failures;
  }
}
