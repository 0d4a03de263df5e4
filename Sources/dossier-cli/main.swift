leave(with: runCommandLine(Array(CommandLine.arguments.dropFirst())))
