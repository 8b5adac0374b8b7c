/** AVIF by the libaom of FFmpeg. */
module dev.pictor.avif {
  requires org.bytedeco.ffmpeg;
  requires org.bytedeco.javacpp;
  requires transitive dev.pictor;

  exports dev.pictor.avif;

  provides dev.pictor.spi.ImageConverter with
      dev.pictor.avif.AvifConverter;
}
