package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReplicateListTest extends ReplicateScenario {
  private List<String> ids(Answer page) {
    return page.json().member("results").get().elements().stream()
        .map(entry -> entry.string("id").get())
        .collect(Collectors.toList());
  }

  private Answer list(String query) {
    return http.get(replicate.apiUrl() + "/predictions" + query);
  }

  private List<String> createMany(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(created(PRO, BOAT));
      clock.advance(Duration.ofSeconds(1));
    }
    Collections.reverse(ids);
    return ids;
  }

  @Test
  void anEmptyListIsAPageToo() {
    assertThat(list("").text()).isEqualTo("{\"next\":null,\"previous\":null,\"results\":[]}");
  }

  @Test
  void theNewestComeFirstAHundredOnAPage() {
    List<String> newest = createMany(205);
    List<String> seen = new ArrayList<>();
    Answer page = list("");
    assertThat(page.json().member("previous")).isEmpty();
    seen.addAll(ids(page));
    assertThat(seen).hasSize(100);
    // What is created meanwhile does not move the pages.
    created(PRO, BOAT);
    page = http.get(page.string("next"));
    seen.addAll(ids(page));
    page = http.get(page.string("next"));
    seen.addAll(ids(page));
    assertThat(page.json().member("next")).isEmpty();
    assertThat(seen).isEqualTo(newest);
    assertThat(ids(http.get(page.string("previous")))).isEqualTo(newest.subList(100, 200));
    assertThat(replicate.count(Step.LIST)).isEqualTo(4);
  }

  @Test
  void timesCutTheListOnBothSides() {
    List<String> newest = createMany(5);
    assertThat(ids(list("?created_after=2026-01-01T00:00:02Z"))).isEqualTo(newest.subList(0, 3));
    assertThat(ids(list("?created_before=2026-01-01T00:00:02Z"))).isEqualTo(newest.subList(3, 5));
    assertThat(
            ids(
                list(
                    "?created_after=2026-01-01T01:00:01%2B01:00"
                        + "&created_before=2026-01-01T00:00:03.5Z")))
        .isEqualTo(newest.subList(1, 4));
    assertThat(list("?created_after=yesterday").status).isEqualTo(400);
    assertThat(list("?cursor=!").status).isEqualTo(400);
  }

  @Test
  void pagesKeepTheirTimes() {
    List<String> newest = createMany(130);
    Answer page = list("?created_after=2026-01-01T00:00:20Z");
    assertThat(page.string("next")).contains("created_after=2026-01-01T00%3A00%3A20Z");
    assertThat(ids(http.get(page.string("next")))).isEqualTo(newest.subList(100, 110));
  }

  @Test
  void whatAProgramCreatesHasNotComeThroughTheWeb() {
    createMany(1);
    assertThat(ids(list("?source=web"))).isEmpty();
    assertThat(list("?source=api").status).isEqualTo(400);
    JsonValue entry = list("").json().member("results").get().elements().get(0);
    assertThat(entry.string("source")).contains("api");
  }

  @Test
  void aListIsALookAtEachThatItShows() {
    replicate.nextJob(JobScript.succeeds().queuedPolls(2).runningPolls(0));
    String id = created(PRO, BOAT);
    list("");
    assertThat(look(id).string("status")).isEqualTo("starting");
    assertThat(look(id).string("status")).isEqualTo("succeeded");
  }
}
