/** Names the core alone: it finds the providers on the module path. */
module shop {
  requires dev.pictor;
}
