package dev.pictor.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What becomes an app: its own classes and the jars that it needs. */
final class Program {
  private final Path classes;
  private final List<Path> classFiles;
  private final List<Path> jars;

  private Program(Path classes, List<Path> classFiles, List<Path> jars) {
    this.classes = classes;
    this.classFiles = classFiles;
    this.jars = jars;
  }

  /** Those of one package in a folder of compiled classes. */
  static Program of(Path classes, String packageName, List<Path> jars) throws IOException {
    try (Stream<Path> files = Files.walk(classes.resolve(packageName.replace('.', '/')))) {
      return new Program(
          classes,
          files.filter(file -> Tools.name(file).endsWith(".class")).collect(Collectors.toList()),
          jars);
    }
  }

  List<Path> jars() {
    return Collections.unmodifiableList(jars);
  }

  /** What a compiler takes. */
  List<Path> files() {
    List<Path> files = new ArrayList<>(classFiles);
    files.addAll(jars);
    return files;
  }

  /** What a JVM takes. */
  List<Path> classPath() {
    List<Path> classPath = new ArrayList<>(jars);
    classPath.add(0, classes);
    return classPath;
  }
}
