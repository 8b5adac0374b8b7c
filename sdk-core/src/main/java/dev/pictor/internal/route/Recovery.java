package dev.pictor.internal.route;

import dev.pictor.error.AuthenticationException;
import dev.pictor.error.BillingException;
import dev.pictor.error.ConfigurationException;
import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.error.ServiceException;
import dev.pictor.error.TransportException;
import dev.pictor.model.RoutingPolicy;
import dev.pictor.model.RoutingPolicy.Risk;

/** Which failures another provider may mend. */
final class Recovery {
  private Recovery() {}

  static boolean isPossible(RuntimeException why, boolean mayBeAlive, RoutingPolicy policy) {
    if (policy.failOver() == RoutingPolicy.FailOver.NEVER
        || (mayBeAlive && !policy.risks().contains(Risk.FAIL_OVER_AND_MAYBE_PAY_TWICE))) {
      return false;
    }
    if (why instanceof ModerationException) {
      return policy.risks().contains(Risk.FAIL_OVER_AFTER_MODERATION);
    }
    return why instanceof OutcomeUnknownException
        || why instanceof DeadlineExceededException // of its start; the other ends everything
        || isRetryable(why);
  }

  /** Whether it is neither the request's fault nor a matter of the key or the account. */
  static boolean isRetryable(RuntimeException why) {
    if (why instanceof InvalidInputException
        || why instanceof RequestRefusedException
        || why instanceof NotFoundException
        || why instanceof ConfigurationException
        || why instanceof AuthenticationException
        || why instanceof BillingException
        || why instanceof ModerationException
        || why instanceof JobCanceledException) {
      return false;
    }
    return why instanceof TransportException
        || why instanceof ServiceException
        || why instanceof RateLimitException
        || (why instanceof PictorException && ((PictorException) why).isRetryable());
  }
}
