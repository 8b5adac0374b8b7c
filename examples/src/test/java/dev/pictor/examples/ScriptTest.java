package dev.pictor.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pictor.docs.Documents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code pictor}, with a Java that says in which locale it was started. */
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a shell script")
class ScriptTest {
  private static final Path SCRIPT = Documents.ROOT.resolve("pictor");

  @TempDir Path home;

  /** A checkout that is built already. */
  @BeforeEach
  void checkout() throws IOException {
    Files.copy(SCRIPT, home.resolve("pictor"));
    for (String folder : Arrays.asList("sdk-core/src/main", "examples/src/main")) {
      Files.createDirectories(home.resolve(folder));
    }
    for (String pom : Arrays.asList("pom.xml", "sdk-core/pom.xml", "examples/pom.xml")) {
      Files.createFile(home.resolve(pom));
    }
    program("jdk/bin/java", "echo \"$LC_ALL|$*\"");
    Files.createDirectories(home.resolve("examples/target/fast"));
    Files.createFile(home.resolve("examples/target/fast/stamp"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"xx_XX.UTF-8", "C", "POSIX"})
  void aLocaleThatIsAsciiInTruthBecomesUtf8(String locale) throws Exception {
    assertThat(run(System.getenv("PATH"), "LC_ALL=" + locale)).startsWith("C.UTF-8|");
    assertThat(run(System.getenv("PATH"), "LANG=" + locale)).startsWith("C.UTF-8|");
  }

  @Test
  void noLocaleBecomesUtf8() throws Exception {
    assertThat(run(System.getenv("PATH"))).startsWith("C.UTF-8|").contains("a prompt");
  }

  @Test
  void aLocaleThatIsInstalledIsLeftAlone() throws Exception {
    String installed = installed();
    assumeThat(installed).isNotEmpty();
    assertThat(run(System.getenv("PATH"), "LC_ALL=" + installed)).startsWith(installed + "|");
    assertThat(run(System.getenv("PATH"), "LANG=" + installed)).startsWith("|");
  }

  @Test
  void theNameDecidesWhereNobodyCanBeAsked() throws Exception {
    String without = programs("dirname", "find", "readlink").toString();
    assertThat(run(without, "LC_ALL=C")).startsWith("C.UTF-8|");
    assertThat(run(without)).startsWith("C.UTF-8|");
    assertThat(run(without, "LC_ALL=de_DE.UTF-8")).startsWith("de_DE.UTF-8|");
  }

  private static String installed() throws Exception {
    return Arrays.stream(
            output(new ProcessBuilder("sh", "-c", "locale -a 2>/dev/null")).split("\n"))
        .filter(name -> name.matches("(?i).*\\.utf-?8"))
        .findFirst()
        .orElse("");
  }

  /** A folder for PATH with these programs alone. */
  private Path programs(String... names) throws IOException {
    for (String name : names) {
      Path found =
          Stream.of(System.getenv("PATH").split(":"))
              .map(path -> Paths.get(path, name))
              .filter(Files::isExecutable)
              .findFirst()
              .get();
      program("bin/" + name, "exec '" + found + "' \"$@\"");
    }
    return home.resolve("bin");
  }

  private void program(String name, String line) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, Arrays.asList("#!/bin/sh", line));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private String run(String path, String... variables) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(Arrays.asList("/bin/sh", home.resolve("pictor").toString(), "a prompt"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
    builder.environment().put("PATH", path);
    for (String variable : variables) {
      int equals = variable.indexOf("=");
      builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return output(builder);
  }

  private static String output(ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in = process.getInputStream();
    for (int read = in.read(); read >= 0; read = in.read()) {
      out.write(read);
    }
    return new String(out.toByteArray(), UTF_8);
  }
}
