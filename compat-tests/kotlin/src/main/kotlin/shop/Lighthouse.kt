package shop

import dev.pictor.ImageClient
import dev.pictor.fal.Fal
import dev.pictor.model.AspectRatio
import dev.pictor.model.ImageEvent
import dev.pictor.model.ImageRequest
import java.nio.file.Paths
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.future.await
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

private val request: ImageRequest =
    ImageRequest.builder()
        .model("flux1.1-pro")
        .prompt("a lighthouse made of paper")
        .aspectRatio(AspectRatio.of(16, 9))
        .build()

/** Makes one image, and gives another one up as soon as it is submitted. */
fun main() = runBlocking {
  val submitted = CompletableDeferred<Unit>()
  ImageClient.fromEnvironment().use { images ->
    images.generateAsync(request).await().image().saveTo(Paths.get("lighthouse.png"))
  }
  val fal = Fal.builder().key("id:secret").queueUrl(System.getenv("FAL_QUEUE_RUN_HOST")).build()
  ImageClient.builder()
      .provider(fal)
      .listener { event -> if (event.kind() == ImageEvent.Kind.SUBMITTED) submitted.complete(Unit) }
      .build()
      .use { images ->
        val waiting = launch { images.generateAsync(request).await() }
        submitted.await()
        waiting.cancelAndJoin()
        println("cancelled: ${waiting.isCancelled}")
      }
}
