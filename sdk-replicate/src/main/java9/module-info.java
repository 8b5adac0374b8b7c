/** The Replicate provider. */
module dev.pictor.replicate {
  requires transitive dev.pictor;

  exports dev.pictor.replicate;

  provides dev.pictor.spi.ProviderFactory with
      dev.pictor.replicate.ReplicateFactory;
}
