package dev.pictor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.docs.Documents;
import dev.pictor.examples.cli.Host;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README shows what the command prints. */
class PlanTextTest {
  private static final String[] ARGUMENTS = {
    "--plan",
    "--provider",
    "fal",
    "--model",
    "flux1.1-pro-ultra",
    "--aspect-ratio",
    "7:5",
    "--n",
    "5",
    "--format",
    "webp",
    "--seed",
    "7",
    "a lighthouse made of paper"
  };

  @TempDir Path folder;

  @Test
  void theReadmeShowsThePlanAsItIs() throws IOException {
    StringWriter out = new StringWriter();
    PrintWriter both = new PrintWriter(out, true);
    int code =
        Generate.run(new Host(name -> Optional.empty(), folder, both, both, false), ARGUMENTS);
    assertThat(code).isZero();
    StringBuilder command = new StringBuilder("$ ./pictor");
    for (String argument : ARGUMENTS) {
      command.append(' ').append(argument.contains(" ") ? "\"" + argument + "\"" : argument);
    }
    String text = out.toString().replace(System.lineSeparator(), "\n").trim();
    Documents.check("README.md", "plan", "```console\n" + command + "\n" + text + "\n```\n");
  }
}
