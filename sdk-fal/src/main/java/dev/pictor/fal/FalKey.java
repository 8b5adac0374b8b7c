package dev.pictor.fal;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.ErrorDetails;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Where the key comes from: asked for at each use, never kept, never shown. */
final class FalKey {
  static final String VARIABLES = "FAL_KEY, or FAL_KEY_ID and FAL_KEY_SECRET";

  private final Supplier<Optional<String>> source;

  private FalKey(Supplier<Optional<String>> source) {
    this.source = source;
  }

  static FalKey of(Supplier<String> key) {
    return new FalKey(() -> Optional.ofNullable(key.get()));
  }

  static FalKey fromEnvironment(Function<String, Optional<String>> environment) {
    return new FalKey(
        () -> {
          Optional<String> whole = present(environment.apply("FAL_KEY"));
          Optional<String> id = present(environment.apply("FAL_KEY_ID"));
          Optional<String> secret = present(environment.apply("FAL_KEY_SECRET"));
          return whole.isPresent()
              ? whole
              : id.flatMap(name -> secret.map(value -> name + ":" + value));
        });
  }

  /** The key; blank counts as absent. */
  Optional<String> find() {
    return present(source.get());
  }

  // A key is pasted, and a line end that comes along makes fal answer that it knows no such user.
  private static Optional<String> present(Optional<String> text) {
    return text.map(String::trim).filter(key -> !key.isEmpty());
  }

  /** The value of the Authorization header. */
  String authorization() {
    String key =
        find()
            .orElseThrow(
                () ->
                    refusal(
                        "there is no key for fal; set "
                            + VARIABLES
                            + ", or pass one to Fal.create. Keys are made at"
                            + " https://fal.ai/dashboard/keys"));
    if (!fitsIntoAHeader(key)) {
      throw refusal(
          "the key for fal holds a space or a character that no header can carry; copy it again,"
              + " it looks like id:secret");
    }
    return "Key ".concat(key);
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
