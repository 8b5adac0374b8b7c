/** Emulators of the services. */
module dev.pictor.testing {
  requires java.desktop;
  requires java.logging;
  requires okhttp3.mockwebserver;
  requires okio;
  requires transitive dev.pictor;
  requires webp.imageio; // by the name of its file: it has no other

  exports dev.pictor.testing;
}
