package dev.pictor.examples.cli;

import dev.pictor.examples.view.OneLine;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line, and how to write it. */
public final class WrongArguments implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    command.getErr().println(command.getCommandName() + ": " + OneLine.of(message(wrong)));
    return CommandLine.ExitCode.USAGE;
  }

  private static String message(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException) {
      UnmatchedArgumentException unknown = (UnmatchedArgumentException) wrong;
      String advice =
          unknown.getSuggestions().isEmpty()
              ? "see --help"
              : "did you mean " + String.join(" or ", unknown.getSuggestions()) + "?";
      return "unknown option " + String.join(" ", unknown.getUnmatched()) + "; " + advice;
    }
    if (wrong instanceof OverwrittenOptionException) {
      return name(((OverwrittenOptionException) wrong).getOverwritten())
          + " is given twice; write it once";
    }
    if (wrong instanceof MissingParameterException) {
      return ((MissingParameterException) wrong)
              .getMissing().stream()
                  .map(argument -> name(argument) + " " + argument.paramLabel())
                  .collect(Collectors.joining(", "))
          + ": the value is missing; see --help";
    }
    return String.valueOf(wrong.getMessage());
  }

  private static String name(ArgSpec argument) {
    return argument.isOption() ? ((OptionSpec) argument).longestName() : argument.paramLabel();
  }
}
