package dev.pictor.compat;

import com.android.tools.r8.BaseCompilerCommand;
import com.android.tools.r8.CompilationMode;
import com.android.tools.r8.D8;
import com.android.tools.r8.D8Command;
import com.android.tools.r8.Diagnostic;
import com.android.tools.r8.DiagnosticsHandler;
import com.android.tools.r8.JdkClassFileProvider;
import com.android.tools.r8.OutputMode;
import com.android.tools.r8.R8;
import com.android.tools.r8.R8Command;
import com.android.tools.r8.origin.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * R8 in full mode and D8, as the build of an Android app runs them: with the rules that are in the
 * jars and those that the app gives, and no others.
 */
final class Shrinker {
  private static final int MIN_API = 26;

  private final List<String> warnings = new CopyOnWriteArrayList<>();

  /** Whatever the app's developer would be warned of. */
  List<String> warnings() {
    return warnings;
  }

  /**
   * Shrinks an app for the JVM. For Android, R8 turns lambdas into classes before all else. For the
   * JVM it leaves them as they are and, in version 9.5.28, then takes arguments and bodies away
   * from methods that only a lambda calls; so D8 turns them into classes first.
   */
  void classFiles(Program program, String rules, Path jar) throws Exception {
    Path folder = Files.createDirectories(jar.resolveSibling(Tools.name(jar) + "-parts"));
    Path classes = folder.resolve("classes.jar");
    D8.run(d8(program).setOutput(classes, OutputMode.ClassFile).build());
    List<Path> parts = new ArrayList<>();
    parts.add(classes);
    for (Path each : program.jars()) {
      parts.add(Jars.withoutClasses(each, folder.resolve(Tools.name(each))));
    }
    R8.run(
        library(R8Command.builder(new Warnings()))
            .setProguardCompatibility(false)
            .addProgramFiles(parts)
            .addProguardConfiguration(Collections.singletonList(rules), Origin.unknown())
            .setOutput(jar, OutputMode.ClassFile, true)
            .build());
  }

  /** Shrinks an app for Android. */
  void dex(Program program, String rules, Path zip) throws Exception {
    R8.run(
        library(R8Command.builder(new Warnings()))
            .setProguardCompatibility(false)
            .setMinApiLevel(MIN_API)
            .addProgramFiles(program.files())
            .addProguardConfiguration(Collections.singletonList(rules), Origin.unknown())
            .setOutput(zip, OutputMode.DexIndexed, true)
            .build());
  }

  /** Compiles an app for Android, all of it, without desugaring of Android's library. */
  void wholeDex(Program program, Path zip) throws Exception {
    D8.run(d8(program).setOutput(zip, OutputMode.DexIndexed).build());
  }

  private D8Command.Builder d8(Program program) throws IOException {
    return library(D8Command.builder(new Warnings()))
        .setMinApiLevel(MIN_API)
        .addProgramFiles(program.files());
  }

  /**
   * Android, and the JDK for the classes of Java, which the jar of Android has few of. That they
   * are in Android 8.0 too is what Animal Sniffer checks.
   */
  private static <B extends BaseCompilerCommand.Builder<?, B>> B library(B command)
      throws IOException {
    return command
        .setMode(CompilationMode.RELEASE)
        .addLibraryResourceProvider(JdkClassFileProvider.fromJdkHome(Tools.jdk()))
        .addLibraryFiles(Tools.android());
  }

  private final class Warnings implements DiagnosticsHandler {
    /** What several jars have, and what the packaging of an app leaves out before R8 comes. */
    private static final String LEFT_OUT =
        "Resource 'META-INF/(MANIFEST\\.MF|versions/9/module-info\\.class)' already exists\\.";

    @Override
    public void warning(Diagnostic warning) {
      if (!warning.getDiagnosticMessage().matches(LEFT_OUT)) {
        warnings.add(warning.getOrigin() + ": " + warning.getDiagnosticMessage());
      }
    }

    @Override
    public void info(Diagnostic info) {}
  }
}
