package dev.pictor.compat.app;

import java.nio.file.Paths;

/** The main class. Its arguments are the addresses of the services and a folder to write into. */
public final class EveryEntryPoint {
  private EveryEntryPoint() {}

  public static void main(String[] args) throws Exception {
    Services services = new Services(args[0], args[1], args[2], args[3], Paths.get(args[4]));
    Transcript out = new Transcript(System.out);
    Requests.print(out);
    Plans.print(services, out);
    Jobs.print(services, out);
    Images.print(services, out);
    Inputs.print(services, out);
    Routes.print(services, out);
    Failures.print(services, out);
    FromEnvironment.print(out);
    out.line("the end", "all of it was used");
  }
}
