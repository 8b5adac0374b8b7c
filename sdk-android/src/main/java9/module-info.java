/** PNG, JPEG and WebP by the codecs of Android. */
module dev.pictor.android {
  requires transitive dev.pictor;

  exports dev.pictor.android;

  provides dev.pictor.spi.ImageConverter with
      dev.pictor.android.BitmapConverter;
}
