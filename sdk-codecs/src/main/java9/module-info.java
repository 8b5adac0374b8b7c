/** WebP by libwebp. */
module dev.pictor.codecs {
  requires java.desktop;
  requires transitive dev.pictor;
  requires webp.imageio; // by the name of its file: it has no other

  exports dev.pictor.codecs;

  provides dev.pictor.spi.ImageConverter with
      dev.pictor.codecs.WebpConverter;
}
