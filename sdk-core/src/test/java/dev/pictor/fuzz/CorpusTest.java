package dev.pictor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.internal.media.DataUriFuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What fuzzing has found, and damage done to that. CONTRIBUTING.md says how the inputs are found.
 */
@Tag("wide")
class CorpusTest {
  private static final int ROUNDS = 20_000;

  static Stream<Arguments> targets() {
    return Stream.of(
        target("ImageFactsFuzz", ImageFactsFuzz::fuzzerTestOneInput),
        target("InputFileFuzz", InputFileFuzz::fuzzerTestOneInput),
        target("DataUriFuzz", DataUriFuzz::fuzzerTestOneInput),
        target("JsonFuzz", JsonFuzz::fuzzerTestOneInput));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targets")
  void whatWasFoundOnceHolds(String name, Target target) throws Exception {
    List<Path> files = files(name);

    assertThat(files).hasSizeBetween(5, 200);
    for (Path file : files) {
      byte[] input = Files.readAllBytes(file);
      assertThat(input.length).as(file.toString()).isLessThanOrEqualTo(8 * 1024);
      run(target, input, file.toString());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targets")
  void damageDoesNoHarm(String name, Target target) throws Exception {
    List<byte[]> inputs = new ArrayList<>();
    for (Path file : files(name)) {
      inputs.add(Files.readAllBytes(file));
    }
    Random random = new Random(20261120);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] input = inputs.get(random.nextInt(inputs.size()));
      byte[] other = inputs.get(random.nextInt(inputs.size()));
      run(target, damage(input, other, random), name + ", round " + round);
    }
  }

  private static byte[] damage(byte[] input, byte[] other, Random random) {
    int from = random.nextInt(input.length + 1);
    int to = from + random.nextInt(Math.min(input.length - from, 16) + 1);
    int more = random.nextInt(Math.min(other.length, 64) + 1);
    byte[] damaged;
    switch (random.nextInt(4)) {
      case 0: // cut out
        damaged = splice(input, from, to, new byte[0]);
        break;
      case 1: // put in
        damaged = splice(input, from, from, Arrays.copyOf(other, more));
        break;
      case 2: // put in from the middle of another
        int at = random.nextInt(other.length - more + 1);
        damaged = splice(input, from, to, Arrays.copyOfRange(other, at, at + more));
        break;
      default:
        damaged = input.clone();
    }
    for (int hits = random.nextInt(4); hits > 0 && damaged.length > 0; hits--) {
      int at = random.nextInt(damaged.length);
      int[] ugly = {0, 0xff, 0x7f, 0x80, damaged[at] + 1, damaged[at] - 1, random.nextInt(256)};
      damaged[at] = (byte) ugly[random.nextInt(ugly.length)];
    }
    return damaged;
  }

  private static byte[] splice(byte[] input, int from, int to, byte[] part) {
    byte[] spliced = Arrays.copyOf(input, input.length - (to - from) + part.length);
    System.arraycopy(part, 0, spliced, from, part.length);
    System.arraycopy(input, to, spliced, from + part.length, input.length - to);
    return spliced;
  }

  private static void run(Target target, byte[] input, String what) {
    try {
      target.run(input);
    } catch (Throwable e) {
      throw new AssertionError(what + ": " + Arrays.toString(input), e);
    }
  }

  private static List<Path> files(String name) throws URISyntaxException {
    Path folder = Paths.get(CorpusTest.class.getResource("/fuzz/" + name).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Arguments target(String name, Target target) {
    return Arguments.of(name, target);
  }

  private interface Target {
    void run(byte[] input) throws IOException;
  }
}
