package dev.pictor.compat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A project in a folder of compat-tests, which knows Pictor only by what is published. */
final class Consumer {
  private final Path folder;

  private Consumer(Path folder) {
    this.folder = folder;
  }

  /** Builds it with Maven up to this phase; one after the other, as they share a repository. */
  static synchronized Consumer built(String name, String phase) {
    Consumer consumer = new Consumer(Build.ROOT.resolve("compat-tests").resolve(name));
    Run maven =
        Run.in(consumer.target().resolve("maven"), Build.MAVEN.toString(), "-B", "-ntp")
            .with("-f", consumer.folder.resolve("pom.xml").toString())
            .with("-Dmaven.repo.local=" + SharedRepository.folder())
            .with("-Dpictor.release=" + Release.FOLDER.toUri())
            .with("-Dpictor.version=" + Build.VERSION)
            .with("-Dpictor.native=" + Build.NATIVE_SYSTEM)
            .with(Map.of("JAVA_HOME", Jdks.own().toString()));
    if (Build.OFFLINE) {
      maven.with("-o", "-Daether.offline.protocols=file");
    }
    maven.with(phase).succeeds();
    return consumer;
  }

  Path target() {
    return folder.resolve("target");
  }

  /** What it compiles to, or a folder beside it, and all that it needs to run. */
  String classPath(String classes) {
    try {
      byte[] dependencies = Files.readAllBytes(target().resolve("class-path.txt"));
      return target().resolve(classes) + File.pathSeparator + new String(dependencies, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
