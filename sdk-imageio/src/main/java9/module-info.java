/** PNG, JPEG and GIF by the image I/O of the Java platform. */
module dev.pictor.imageio {
  requires java.desktop;
  requires transitive dev.pictor;

  exports dev.pictor.imageio;

  provides dev.pictor.spi.ImageConverter with
      dev.pictor.imageio.ImageIoConverter;
}
