/** The fal provider. */
module dev.pictor.fal {
  requires transitive dev.pictor;

  exports dev.pictor.fal;

  provides dev.pictor.spi.ProviderFactory with
      dev.pictor.fal.FalFactory;
}
