package dev.pictor.fal;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.ErrorDetails;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The key, or where it comes from: asked for at each use, never shown. */
final class FalKey {
  static final String VARIABLES = "FAL_KEY, or FAL_KEY_ID and FAL_KEY_SECRET";

  private static final String SCHEME = "Key ";

  private final Optional<String> text;
  private final Optional<Supplier<String>> supplier;
  private final Optional<Function<String, Optional<String>>> environment;
  private volatile String lastAuthorization = SCHEME;

  private FalKey(
      Optional<String> text,
      Optional<Supplier<String>> supplier,
      Optional<Function<String, Optional<String>>> environment) {
    this.text = text;
    this.supplier = supplier;
    this.environment = environment;
  }

  static FalKey of(String key) {
    return new FalKey(Optional.of(key), Optional.empty(), Optional.empty());
  }

  static FalKey of(Supplier<String> key) {
    return new FalKey(Optional.empty(), Optional.of(key), Optional.empty());
  }

  /** No key at all without an environment. */
  static FalKey fromEnvironment(Optional<Function<String, Optional<String>>> environment) {
    return new FalKey(Optional.empty(), Optional.empty(), environment);
  }

  /**
   * The key; blank counts as absent.
   *
   * @throws ConfigurationException if the environment has one half of it
   */
  Optional<String> find() {
    if (supplier.isPresent()) {
      return present(Optional.ofNullable(supplier.get().get()));
    }
    return environment.isPresent() ? find(environment.get()) : present(text);
  }

  private static Optional<String> find(Function<String, Optional<String>> environment) {
    Optional<String> whole = present(environment.apply("FAL_KEY"));
    Optional<String> id = present(environment.apply("FAL_KEY_ID"));
    Optional<String> secret = present(environment.apply("FAL_KEY_SECRET"));
    if (whole.isPresent() || (!id.isPresent() && !secret.isPresent())) {
      return whole;
    }
    if (!id.isPresent() || !secret.isPresent()) {
      // Whoever has set one of them means to use fal.
      String there = id.isPresent() ? "FAL_KEY_ID" : "FAL_KEY_SECRET";
      String missing = id.isPresent() ? "FAL_KEY_SECRET" : "FAL_KEY_ID";
      throw refusal(
          missing
              + " is not set, and "
              + there
              + " is half a key for fal; set both, or FAL_KEY alone, or neither");
    }
    return Optional.of(id.get() + ":" + secret.get());
  }

  // A key is pasted, and a line end that comes along makes fal answer that it knows no such user.
  private static Optional<String> present(Optional<String> text) {
    String key = text.orElse("").trim();
    return key.isEmpty() ? Optional.empty() : Optional.of(key);
  }

  /** The value of the Authorization header. */
  String authorization() {
    Optional<String> key = find();
    if (!key.isPresent()) {
      throw refusal(
          "there is no key for fal; set "
              + VARIABLES
              + ", or pass one to Fal.create. Keys are made at https://fal.ai/dashboard/keys");
    }
    if (!fitsIntoAHeader(key.get())) {
      throw refusal(
          "the key for fal holds a space or a character that no header can carry; copy it again,"
              + " it looks like id:secret");
    }
    String last = lastAuthorization;
    if (last.length() != SCHEME.length() + key.get().length() || !last.endsWith(key.get())) {
      last = SCHEME.concat(key.get()); // mostly the first time only
      lastAuthorization = last;
    }
    return last;
  }

  private static boolean fitsIntoAHeader(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) <= ' ' || key.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static ConfigurationException refusal(String message) {
    return new ConfigurationException(message, ErrorDetails.builder().provider(Fal.NAME).build());
  }

  @Override
  public String toString() {
    return "(not shown)";
  }
}
