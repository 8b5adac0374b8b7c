package dev.pictor.testing;

import java.util.Optional;
import java.util.Set;

/** Decides who may ask. Without a key of its own it welcomes everybody. */
final class FalAuth {
  private final Optional<String> key;
  private final boolean locked;

  FalAuth(Optional<String> key, Set<FalQuirk> quirks) {
    this.key = key;
    this.locked = quirks.contains(FalQuirk.ACCOUNT_LOCKED);
  }

  /** The refusal of a request that makes or brings something. */
  Optional<Reply> refusePost(RecordedCall call, String ownerAndAlias) {
    if (key.isPresent() && !call.carriesAuthorization()) {
      return Optional.of(
          FalErrors.plain(401, "Cannot access application \"" + ownerAndAlias + "\"."));
    }
    Optional<Reply> refusal = refuse(call, "No user found for Key ID and Secret");
    if (!refusal.isPresent() && locked) {
      return Optional.of(
          FalErrors.plain(
                  403,
                  "User is locked. Reason: Exhausted balance. Top up your balance at"
                      + " fal.ai/dashboard/billing.")
              .withoutHeader(FalReplies.REQUEST_ID));
    }
    return refusal;
  }

  /** The refusal of a question about a job. */
  Optional<Reply> refuseJobRequest(RecordedCall call) {
    return refuse(call, "invalid key credentials");
  }

  private Optional<Reply> refuse(RecordedCall call, String wrongKey) {
    if (!key.isPresent()) {
      return Optional.empty();
    }
    String header = call.header("authorization").orElse("");
    if (header.equals("Key " + key.get())) {
      return Optional.empty();
    }
    if (header.startsWith("Bearer ")) {
      return Optional.of(FalErrors.plain(401, "bearer: unable to decode issuer"));
    }
    if (header.startsWith("Key ") && header.indexOf(':') < 0) {
      return Optional.of(
          FalErrors.plain(
              401, "Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'."));
    }
    return Optional.of(FalErrors.plain(401, wrongKey));
  }
}
