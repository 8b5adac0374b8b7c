package dev.pictor.examples.android

import dev.pictor.ImageClient
import dev.pictor.model.ImageRequest
import dev.pictor.model.ImageResult
import dev.pictor.model.JobUpdate
import java.nio.file.Path
import java.util.concurrent.Executor
import java.util.function.Consumer
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.future.await

/**
 * Suspends until the image of a ticket is in the app's storage. Cancelling the coroutine cancels
 * the job at the provider, so call it in a scope that outlives a rotation: `viewModelScope`, not
 * `lifecycleScope`.
 *
 * @param onUpdate is told of the progress, on a thread of the client: give it to a `StateFlow`
 */
suspend fun ImageRepository.awaitImage(
  ticket: String,
  request: ImageRequest,
  onUpdate: (JobUpdate) -> Unit = {},
): Path {
  val task = image(ticket, request)
  val watcher = Consumer<ImageTask> { it.latest().ifPresent(onUpdate) }
  task.watch(watcher, Executor(Runnable::run))
  try {
    return task.file().await()
  } catch (e: CancellationException) {
    task.cancel()
    throw e
  } finally {
    task.unwatch(watcher)
  }
}

/** The whole of it for an image that need not outlive the process. Cancelling cancels the job. */
suspend fun ImageClient.awaitImage(request: ImageRequest): ImageResult =
  generateAsync(request).await()
