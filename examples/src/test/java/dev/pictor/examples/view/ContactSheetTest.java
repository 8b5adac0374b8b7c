package dev.pictor.examples.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.examples.run.ImageFolder;
import dev.pictor.examples.run.Reports;
import dev.pictor.examples.run.RunReport;
import dev.pictor.examples.run.SavedImage;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {
  private static final ZonedDateTime WHEN =
      ZonedDateTime.of(2026, 3, 4, 5, 6, 7, 0, ZoneOffset.UTC);
  private static final ImageRequest REQUEST =
      ImageRequest.builder()
          .model("flux1.1-pro")
          .prompt("a <b>fox</b> & \"ice\"")
          .aspectRatio(AspectRatio.of(7, 5))
          .n(2)
          .seed(1207)
          .outputFormat(OutputFormat.PNG)
          .build();
  private static final List<Plan.Candidate> PLANS = Reports.plans(REQUEST);

  @TempDir Path folder;

  @Test
  void showsEachImageByARelativeName() throws IOException {
    RunReport report = fal();
    String html = sheet(report);
    assertThat(report.images()).hasSize(2);
    for (SavedImage image : report.images()) {
      assertThat(html)
          .contains("<img src=\"" + image.file().getFileName() + "\"")
          .contains("<code>" + image.image().handle() + "</code>");
    }
    assertThat(html).doesNotContain(folder.toString());
  }

  @Test
  void measuresWhatItShows() throws IOException {
    assertThat(sheet(fal()))
        .contains("width=\"96\" height=\"64\"")
        .contains("<dd>96x64, sent 1211x865</dd>");
  }

  @Test
  void showsTheRequestAndTheDate() throws IOException {
    assertThat(sheet(fal()))
        .contains("<dt>aspect ratio</dt>\n<dd>7:5</dd>")
        .contains("<dt>seed</dt>\n<dd>1207</dd>")
        .contains("4 March 2026, 05:06. Drawn.");
  }

  @Test
  void noTextBecomesATag() throws IOException {
    assertThat(sheet(fal(), failed("<script>alert('x')</script>")))
        .contains("<h1>a &lt;b&gt;fox&lt;/b&gt; &amp; &quot;ice&quot;</h1>")
        .contains("alt=\"a &lt;b&gt;fox&lt;/b&gt; &amp; &quot;ice&quot;\"")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
        .doesNotContain("<b>")
        .doesNotContain("<script");
  }

  @Test
  void needsNothingButTheImages() throws IOException {
    assertThat(sheet(fal(), failed("no")))
        .contains("<style>")
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("<link")
        .doesNotContain("@import")
        .doesNotContain("url(");
  }

  @Test
  void showsAFailureBesideTheImages() throws IOException {
    String html = sheet(fal(), failed("Blocked by the checker."));
    assertThat(html)
        .contains("Blocked by the checker. [provider replicate, status 422")
        .contains("<code>" + Reports.handle(PLANS.get(1)) + "</code>");
  }

  @Test
  void saysWhatWasChanged() throws IOException {
    assertThat(sheet(failed("no")))
        .contains("<td>aspectRatio</td>")
        .contains("<td class=\"change\">converted, not as asked")
        .contains("as asked: prompt");
  }

  @Test
  void showsTheBodiesThatWereSent() throws IOException {
    assertThat(sheet(fal())).contains("<pre>{&quot;").contains("&quot;num_images&quot;:2");
  }

  @Test
  void showsWhoWasNotAsked() throws IOException {
    Plan.Candidate refused =
        Plan.Candidate.builder()
            .provider("replicate")
            .endpoint("owner/name")
            .model("name")
            .addRefusals("it takes <= 4 images")
            .build();
    ContactSheet sheet =
        new ContactSheet(
            REQUEST,
            Collections.emptyList(),
            Arrays.asList(PLANS.get(0), refused),
            Arrays.asList(fal()),
            "Drawn.",
            WHEN);
    assertThat(sheet.html()).contains("not asked").contains("it takes &lt;= 4 images");
  }

  @Test
  void replacesAnEarlierSheet() throws IOException {
    of(fal()).writeTo(ImageFolder.open(folder));
    Path page = of(failed("later")).writeTo(ImageFolder.open(folder));
    assertThat(page).isEqualTo(folder.resolve("index.html"));
    assertThat(text(page)).startsWith("<!doctype html>").contains("later");
    assertThat(folder.toFile().list((dir, name) -> name.endsWith(".part"))).isEmpty();
  }

  @Test
  void replacesNoPageOfTheUsersOwn() throws IOException {
    Path own = folder.resolve("index.html");
    Files.write(own, Collections.singleton("<!doctype html><title>Pictor and I</title>"));

    Path first = of(fal()).writeTo(ImageFolder.open(folder));
    Path second = of(failed("later")).writeTo(ImageFolder.open(folder));

    assertThat(text(own)).contains("Pictor and I");
    assertThat(first).isEqualTo(folder.resolve("index_2.html"));
    assertThat(second).isEqualTo(first);
    assertThat(text(second)).contains("later");
  }

  private static String text(Path page) throws IOException {
    return new String(Files.readAllBytes(page), UTF_8);
  }

  private RunReport fal() throws IOException {
    return Reports.made(REQUEST, PLANS.get(0), ImageSize.of(96, 64), folder);
  }

  private static RunReport failed(String message) {
    return Reports.failed(PLANS.get(1), message);
  }

  private static ContactSheet of(RunReport... reports) {
    return new ContactSheet(
        REQUEST, Collections.emptyList(), PLANS, Arrays.asList(reports), "Drawn.", WHEN);
  }

  private static String sheet(RunReport... reports) throws IOException {
    return of(reports).html();
  }
}
