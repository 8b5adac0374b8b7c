package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FalInputTest {
  private final FalEmulator fal = FalEmulator.start();
  private final Http http = new Http();

  @AfterEach
  void close() {
    http.close();
    fal.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "flux-pro/v1.1; {}; missing; ['body','prompt']",
        "flux-pro/v1.1; {'prompt':7}; string_type; ['body','prompt']",
        "flux-pro/v1.1; {'prompt':null}; string_type; ['body','prompt']",
        "flux-pro/v1.1; {'prompt':'x','num_images':0}; greater_than_equal; ['body','num_images']",
        "flux-pro/v1.1; {'prompt':'x','num_images':5}; less_than_equal; ['body','num_images']",
        "flux-pro/v1.1; {'prompt':'x','num_images':'2'}; int_type; ['body','num_images']",
        "flux-pro/v1.1; {'prompt':'x','output_format':'webp'}; literal_error;"
            + " ['body','output_format']",
        "flux-pro/v1.1; {'prompt':'x','safety_tolerance':2}; literal_error;"
            + " ['body','safety_tolerance']",
        "flux-pro/v1.1; {'prompt':'x','safety_tolerance':'7'}; literal_error;"
            + " ['body','safety_tolerance']",
        "flux-pro/v1.1; {'prompt':'x','image_size':'huge'}; literal_error; ['body','image_size']",
        "flux-pro/v1.1; {'prompt':'x','image_size':{'width':0}}; greater_than;"
            + " ['body','image_size','width']",
        "flux-pro/v1.1; {'prompt':'x','image_size':{'height':14143}}; less_than_equal;"
            + " ['body','image_size','height']",
        "flux-pro/v1.1; {'prompt':'x','image_size':{'height':'9'}}; int_type;"
            + " ['body','image_size','height']",
        "flux-pro/v1.1; {'prompt':'x','seed':-1}; int_parsing; ['body','seed']",
        "flux-pro/v1.1; {'prompt':'x','seed':18446744073709551616}; int_parsing; ['body','seed']",
        "flux-pro/v1.1; {'prompt':'x','sync_mode':'yes'}; bool_type; ['body','sync_mode']",
        "flux-pro/v1.1/redux; {}; missing; ['body','image_url']",
        "flux-pro/v1.1-ultra; {'prompt':'x','image_prompt_strength':1.5}; less_than_equal;"
            + " ['body','image_prompt_strength']",
        "flux-pro/kontext; {'prompt':'x'}; missing; ['body','image_url']",
        "flux-pro/kontext; {'prompt':'x','image_url':'u','aspect_ratio':'5:4'}; literal_error;"
            + " ['body','aspect_ratio']",
        "flux/schnell; {'prompt':'x','num_inference_steps':13}; less_than_equal;"
            + " ['body','num_inference_steps']",
        "flux/dev; {'prompt':'x','guidance_scale':'3'}; float_type; ['body','guidance_scale']",
        "flux/dev/redux; {'image_url':'u','num_inference_steps':51}; less_than_equal;"
            + " ['body','num_inference_steps']",
        "flux-pro/kontext/max/multi; {'prompt':'x','image_urls':'u'}; list_type;"
            + " ['body','image_urls']",
        "flux-pro/kontext/multi; {'prompt':'x','image_url':'u'}; missing; ['body','image_urls']",
        "flux-2-pro; {'prompt':'x','safety_tolerance':'6'}; literal_error;"
            + " ['body','safety_tolerance']",
        "flux-2-pro/edit; {'prompt':'x','image_urls':'u'}; list_type; ['body','image_urls']",
      })
  void badInputsAreAcceptedAndFailInTheResult(
      String path, String input, String type, String location) {
    fal.nextJob(JobScript.succeedsAtOnce());
    Answer submitted = http.post(fal.queueUrl() + "/fal-ai/" + path, input.replace('\'', '"'));
    assertThat(submitted.status).isEqualTo(200);
    assertThat(http.get(submitted.string("status_url")).text())
        .contains("\"status\":\"COMPLETED\"")
        .endsWith("\"error\":null}");
    Answer result = http.get(submitted.string("response_url"));
    assertThat(result.status).isEqualTo(422);
    assertThat(result.header("x-fal-billable-units")).isEqualTo("0");
    JsonValue detail = result.json().member("detail").get().elements().get(0);
    assertThat(detail.string("type")).contains(type);
    assertThat(detail.member("loc")).contains(JsonValue.parse(location.replace('\'', '"')));
    assertThat(detail.string("url").get()).endsWith(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "flux-pro/v1.1; {'prompt':'x','seed':18446744073709551615,'num_images':4}",
        "flux-pro/v1.1; {'prompt':'','seed':null,'safety_tolerance':'6','unknown':1}",
        "flux-pro/v1.1; {'prompt':'x','image_size':{'width':14142,'height':1}}",
        "flux-pro/v1.1/redux; {'prompt':'','num_inference_steps':28,'guidance_scale':3.5,"
            + "'image_url':'https://x/y.png'}",
        "flux-pro/v1.1-ultra; {'prompt':'x','raw':true,'aspect_ratio':'any'}",
        "flux-pro/kontext/text-to-image; {'prompt':'x','aspect_ratio':'9:21'}",
        "flux/dev/image-to-image; {'prompt':'x','image_url':'u','strength':0.95}",
        "flux/dev/image-to-image; {'prompt':'x','image_url':'u','image_size':'any'}",
        "flux/schnell/redux; {'image_url':'u','guidance_scale':99}",
        "flux/dev/redux; {'image_url':'u'}",
        "some/other; {'prompt':7}",
      })
  void goodInputsSucceed(String path, String input) {
    fal.nextJob(JobScript.succeedsAtOnce());
    Answer submitted = http.post(fal.queueUrl() + "/fal-ai/" + path, input.replace('\'', '"'));
    assertThat(http.get(submitted.string("response_url")).status).isEqualTo(200);
  }

  @Test
  void aBodyThatIsNoJsonIsRefusedAtOnce() {
    Answer answer = http.post(fal.queueUrl() + "/fal-ai/flux/dev", "{");
    assertThat(answer.status).isEqualTo(422);
    assertThat(fal.paidJobs()).isZero();
  }

  @Test
  void directRunsFailAtOnce() {
    fal.nextJob(JobScript.succeedsAtOnce());
    Answer answer = http.post(fal.runUrl() + "/fal-ai/flux-pro/v1.1", "{}");
    assertThat(answer.status).isEqualTo(422);
    assertThat(answer.text())
        .isEqualTo(
            "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"Field required\","
                + "\"type\":\"missing\",\"url\":\"https://errors.pydantic.dev/2.10/v/missing\","
                + "\"input\":{}}]}");
  }
}
