import TerminalText

extension Command {
    static let config = Command(
        name: "config", summary: "Tell what the config file and the environment set.",
        details: """
            A line of the file sets an option, for every command that has it, or for one; a flag is true or false. # begins \
            a remark:

              index = ~/articles/.dossier
              no-pager = true
              search.limit = 20

            The file is ~/.config/dossier/config (or $XDG_CONFIG_HOME/dossier/config), or the one that DOSSIER_CONFIG names; \
            empty, it names none. An option on the command line replaces what the file says of it, and --no-NAME takes that \
            back: --no-limit. DOSSIER_INDEX comes before the file. A line that cannot be used is told, and the others hold. \
            Programs that call dossier set --no-config, so that no user's file changes what they read.

              dossier config
            """,
        run: runConfig)
}

private func runConfig(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let file = Configuration.ofUser()
    var lines = [file.path.isEmpty ? "no config file" : "config file: \(file.path)"]
    var rows = file.lines.map { line in
        ((line.command.map { $0 + "." } ?? "") + line.option + " = " + line.value, "line \(line.number)")
    }
    if let index = environment("DOSSIER_INDEX"), !index.isEmpty {
        rows.insert(("index = " + index, "DOSSIER_INDEX"), at: 0)
    }
    let width = rows.map { columnCount($0.0) }.max() ?? 0
    lines += rows.map { $0.0.padded(to: width) + "  # " + $0.1 }
    if rows.isEmpty { lines.append("nothing is set") }
    writeOut(lines.map { printable($0) + "\n" }.joined())
    var problems = file.problems
    for command in Command.all { _ = file.settings(for: command, problems: &problems) }
    // Those of lines were told when this command began.
    let told = Set(Defaults(for: .config, isConfigured: true).problems)
    for problem in problems where !told.contains(problem) { complain(problem) }
    return problems.isEmpty ? .success : .failure
}
