/** The request, the plan and the engine that runs it on any provider. */
module dev.pictor {
  requires static transitive org.jspecify;
  requires transitive okhttp3;
  requires com.squareup.moshi;
  requires kotlin.stdlib;
  requires okio;

  exports dev.pictor;
  exports dev.pictor.error;
  exports dev.pictor.model;
  exports dev.pictor.spi;

  uses dev.pictor.spi.ImageConverter;
  uses dev.pictor.spi.ProviderFactory;
}
