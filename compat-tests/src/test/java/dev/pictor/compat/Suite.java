package dev.pictor.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The tests of a module, as this build has compiled them, on another class path or another Java.
 */
final class Suite {
  private final Set<String> failures = new TreeSet<>();
  private int tests;

  private Suite() {}

  /** Runs all but what these options of JUnit's console leave out. */
  static Suite run(
      String module, Path jdk, Locale locale, String classPath, Path reports, String... leftOut) {
    Path classes = Build.target(module).resolve("test-classes");
    Run.in(Build.ROOT.resolve(module), Jdks.command(jdk, "java"))
        .with("-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")
        .with("-Duser.language=" + locale.getLanguage(), "-Duser.country=" + locale.getCountry())
        .with("-Dpictor.chaos.jobs=1000")
        .with("-Dpictor.chaos.share=" + System.getProperty("pictor.chaos.share"))
        .with("-Dslf4j.internal.verbosity=ERROR")
        .loggedIn(reports.resolve("output.txt"))
        .with("-cp", classes + File.pathSeparator + classPath)
        .with("org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner")
        .with("--scan-classpath=" + classes, "--details=none", "--reports-dir=" + reports)
        .with(leftOut)
        .ends();
    return new Suite().read(reports.resolve("TEST-junit-jupiter.xml"));
  }

  /** Class, method and number of each test that has failed. */
  Set<String> failures() {
    return failures;
  }

  int tests() {
    return tests;
  }

  private Suite read(Path report) {
    assertThat(report).exists();
    Document document = parsed(report);
    NodeList cases = document.getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      tests++;
      if (has(test, "failure") || has(test, "error")) {
        failures.add(test.getAttribute("classname") + "." + test.getAttribute("name"));
      }
    }
    return this;
  }

  private static boolean has(Element test, String name) {
    return test.getElementsByTagName(name).getLength() > 0;
  }

  private static Document parsed(Path report) {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new AssertionError(report.toString(), e);
    }
  }
}
