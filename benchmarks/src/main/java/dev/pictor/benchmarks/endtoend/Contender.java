package dev.pictor.benchmarks.endtoend;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A client, in one of its ways to learn that an image is there. */
enum Contender {
  BARE_FAL_STREAM("bare", "way=fal-stream"),
  BARE_FAL_POLLS("bare", "way=fal-polls"),
  BARE_FAL_DIRECT("bare", "way=fal-direct"),
  BARE_REPLICATE_HELD("bare", "way=replicate-held"),
  BARE_REPLICATE_POLLS("bare", "way=replicate-polls"),

  PICTOR_FAL_AUTOMATIC("fal", "AUTOMATIC", BARE_FAL_STREAM, true),
  PICTOR_FAL_POLLING("fal", "POLLING", BARE_FAL_POLLS, false),
  PICTOR_FAL_DIRECT("fal", "DIRECT_RUN", BARE_FAL_DIRECT, true),
  PICTOR_REPLICATE_AUTOMATIC("replicate", "AUTOMATIC", BARE_REPLICATE_POLLS, false),
  PICTOR_REPLICATE_HELD("replicate", "HELD_REPLY", BARE_REPLICATE_HELD, true),
  PICTOR_REPLICATE_POLLING("replicate", "POLLING", BARE_REPLICATE_POLLS, false),

  FAL_CLIENT("fal-client"),
  OPENAI_JAVA("openai-java"),
  LANGCHAIN4J("langchain4j");

  private static final String CLIENTS = "dev.pictor.benchmarks.client.";

  private final String library;
  private final String mainClass;
  private final String arguments;
  private final Optional<Contender> reference;
  private final boolean isPushed;

  /** A bare loop. */
  Contender(String library, String way) {
    this(library, CLIENTS + "BareClient", way, Optional.empty(), false);
  }

  /** Pictor. */
  Contender(String provider, String watching, Contender reference, boolean isPushed) {
    this(
        provider,
        CLIENTS + "PictorClient",
        "provider=" + provider + " watching=" + watching,
        Optional.of(reference),
        isPushed);
  }

  /** A peer. */
  Contender(String library) {
    this(library, "dev.pictor.benchmarks.peers.Main", "", Optional.empty(), false);
  }

  Contender(
      String library,
      String mainClass,
      String arguments,
      Optional<Contender> reference,
      boolean isPushed) {
    this.library = library;
    this.mainClass = mainClass;
    this.arguments = arguments;
    this.reference = reference;
    this.isPushed = isPushed;
  }

  /** As it is written in tables and after {@code --only}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String mainClass() {
    return mainClass;
  }

  List<String> arguments() {
    return arguments.isEmpty() ? Collections.emptyList() : Arrays.asList(arguments.split(" ", -1));
  }

  /** The bare loop that does the same. */
  Optional<Contender> reference() {
    return reference;
  }

  /** Whether the provider says when the image is there, so that there are bounds. */
  boolean isPushed() {
    return isPushed;
  }

  /** Its jars; empty for a peer that was not built. */
  Optional<Libraries> libraries() {
    if (library.equals("bare")) {
      return Optional.of(Libraries.bare());
    }
    return mainClass.endsWith("PictorClient")
        ? Optional.of(Libraries.pictor(library))
        : Libraries.peer(library);
  }
}
