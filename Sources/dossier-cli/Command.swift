/// A subcommand: what `help` says of it and what it does.
struct Command: Sendable {
    var name: String
    var summary: String
    /// Takes the words after the subcommand and gives the exit code.
    var run: @Sendable (_ arguments: [String]) -> ExitCode

    /// Every subcommand, in the order of `help`.
    static let all: [Command] = [plugins, help]
}

/// What the process tells its caller.
enum ExitCode: Int32 {
    case success = 0
    /// Wrong usage or a failure; a message stands on standard error.
    case failure = 2
}
