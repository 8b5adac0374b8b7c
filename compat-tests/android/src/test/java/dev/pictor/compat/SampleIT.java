package dev.pictor.compat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.android.BitmapConverter;
import dev.pictor.examples.android.ImageActivity;
import dev.pictor.examples.android.ImagesApp;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The app whose sources are in {@code src/main}, as a release build makes it. */
class SampleIT {
  private static final Path MANIFEST = Paths.get("src/main/AndroidManifest.xml");
  private static final String ANDROID = "http://schemas.android.com/apk/res/android";

  /** No screen of this app calls it: it would go unseen. */
  private static final String FOR_SCREENS_IN_KOTLIN =
      "dev.pictor.examples.android.ImageCoroutinesKt";

  /**
   * A ratchet: what the whole app weighs today, coroutines and Kotlin included, and a little more.
   */
  private static final long BUDGET = 674_000;

  @Test
  void theAppIsShrunkWithTheRulesOfItsManifestAlone() throws Exception {
    Path apk = Tools.output("sample").resolve("sample.zip");
    List<String> entryPoints = classesOfTheManifest();
    StringBuilder rules = new StringBuilder();
    for (String name : entryPoints) {
      rules.append("-keep class ").append(name).append(" { <init>(); }\n"); // as aapt2 writes them
    }
    rules.append("-keep class ").append(FOR_SCREENS_IN_KOTLIN).append(" { *; }\n");
    Shrinker shrinker = new Shrinker();
    shrinker.dex(
        Program.of(Tools.classes(), ImagesApp.class.getPackage().getName(), Tools.appClassPath()),
        rules.toString(),
        apk);

    assertThat(shrinker.warnings()).isEmpty();
    String dex = new String(Jars.bytes(apk, "classes.dex"), ISO_8859_1);
    for (String name : entryPoints) {
      assertHas(dex, name);
    }
    assertThatWhatServiceLoaderFindsIsThere(apk, dex);
    long bytes = Jars.dexBytes(apk);
    System.out.println("Dex of the sample app, by R8: " + bytes + " bytes");
    assertThat(bytes).as("bytes of dex").isLessThan(BUDGET);
  }

  /** R8 gives the files of ServiceLoader other names, for classes that have other names. */
  private static void assertThatWhatServiceLoaderFindsIsThere(Path apk, String dex)
      throws Exception {
    List<String> found = new ArrayList<>();
    for (String name : Jars.names(apk)) {
      if (name.startsWith("META-INF/services/")) {
        String service = name.substring("META-INF/services/".length());
        assertHas(dex, service);
        for (String line : new String(Jars.bytes(apk, name), UTF_8).trim().split("\\s+", -1)) {
          assertHas(dex, line);
          found.add(line);
        }
      }
    }
    assertThat(found).contains(BitmapConverter.class.getName());
  }

  @Test
  void theManifestNamesWhatIsThere() throws Exception {
    assertThat(classesOfTheManifest())
        .containsExactly(ImagesApp.class.getName(), ImageActivity.class.getName());
  }

  private static List<String> classesOfTheManifest() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Document manifest = factory.newDocumentBuilder().parse(MANIFEST.toFile());
    List<String> names = new ArrayList<>();
    for (String kind : new String[] {"application", "activity"}) {
      NodeList elements = manifest.getElementsByTagName(kind);
      for (int i = 0; i < elements.getLength(); i++) {
        names.add(((Element) elements.item(i)).getAttributeNS(ANDROID, "name"));
      }
    }
    return names;
  }

  private static void assertHas(String dex, String className) {
    String descriptor = "L" + className.replace('.', '/') + ";";
    assertThat(dex.contains(descriptor)).as("the app has %s", className).isTrue();
  }
}
