import TerminalText

extension Command {
    static let help = Command(
        name: "help", summary: "Tell what the commands are, or about one of them.", operands: "[COMMAND]",
        operandCount: 0...1,
        details: """
              dossier help search
            """,
        completion: .command, run: runHelp)
}

private func runHelp(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    guard let name = arguments.operands.first else {
        writePaged(overview(), on: screen)
        return .success
    }
    if name == "queries" {
        writePaged(queryHelp, on: screen)
        return .success
    }
    guard let command = Command.named(name) else {
        throw UsageError(unknownCommand(name))
    }
    writePaged(helpText(of: command, width: screen.width), on: screen)
    return .success
}

private func overview() -> String {
    let width = Command.all.map(\.name.count).max() ?? 0
    let commands = Command.all.map { "  \($0.name.padded(to: width))  \($0.summary)" }
    return """
        Dossier searches folders of articles on international affairs.

        usage: dossier COMMAND [OPTIONS] …

        \(commands.joined(separator: "\n"))

        ‘dossier help COMMAND’ tells the options of a command, ‘dossier help queries’ what can be asked. To begin:
          dossier index FOLDER
          cd FOLDER
          dossier search WORDS --actor "South Korea"

        """
}

/// What `--help` prints for a command.
func helpText(of command: Command, width: Int) -> String {
    let width = min(width, 100)
    var lines = ["usage: \(command.usage)", ""]
    lines += wrap(command.summary, width: width)
    if !command.details.isEmpty {
        lines.append("")
        // A paragraph that begins with blanks is an example and stays as it is.
        for paragraph in command.details.split(separator: "\n", omittingEmptySubsequences: false) {
            lines +=
                paragraph.hasPrefix(" ") || paragraph.isEmpty
                ? [String(paragraph)] : wrap(String(paragraph), width: width)
        }
    }
    for (title, options) in [
        ("options", command.ownOptions), ("options of every command", Option.common[...]),
    ]
    where !options.isEmpty {
        lines += ["", title + ":"]
        for option in options {
            lines.append("  " + option.usage)
            lines += wrap(option.help, width: width, indent: 10)
        }
    }
    return lines.joined(separator: "\n") + "\n"
}
