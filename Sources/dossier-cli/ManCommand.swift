extension Command {
    static let man = Command(
        name: "man", summary: "Print the manual page of dossier, or of one of its commands.",
        operands: "[COMMAND]", operandCount: 0...1,
        details: """
              dossier man | man -l -
              dossier man search > ~/.local/share/man/man1/dossier-search.1

            --markdown prints the list of commands, or of a command's options, as tables for a README.
            """,
        options: [.markdown], completion: .command, run: runMan)
}

extension Option {
    fileprivate static let markdown = flag("markdown", help: "Print Markdown instead of a manual page.") {
        $0.isMarkdown = true
    }
}

private func runMan(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    guard let name = arguments.operands.first else {
        writeOut(arguments.isMarkdown ? commandTable() : manPage())
        return .success
    }
    guard let command = Command.all.first(where: { $0.name == name }) else {
        throw UsageError(unknownCommand(name))
    }
    writeOut(arguments.isMarkdown ? optionTable(command.options[...]) : manPage(of: command))
    return .success
}

/// The manual page of `dossier` in roff.
func manPage() -> String {
    var page = ManPage(name: "dossier", summary: "search folders of articles on international affairs")
    page.section("SYNOPSIS")
    page.paragraph("\\fBdossier\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] \\&...", isMarkedUp: true)
    page.section("COMMANDS")
    for command in Command.all {
        page.item(head: "\\fBdossier \(ManPage.escaped(command.name))\\fR", text: command.summary)
    }
    page.section("ENVIRONMENT")
    for (name, text) in environmentVariables { page.item(head: "\\fB\(name)\\fR", text: text) }
    page.section("FILES")
    page.item(
        head: "\\fI\(ManPage.escaped("~/.config/dossier/config"))\\fR",
        text: "Options that hold for every run; see ‘dossier help config’.")
    page.section("EXAMPLES")
    page.examples(["dossier index articles", "cd articles", "dossier search grain --country Turkey"])
    page.section("SEE ALSO")
    let names = Command.all.map { "\\fB" + ManPage.escaped("dossier-\($0.name)") + "\\fR(1)" }
    page.paragraph(names.joined(separator: ", "), isMarkedUp: true)
    return page.text
}

/// What a user may set, and what it does.
let environmentVariables: [(name: String, text: String)] = [
    ("DOSSIER_INDEX", "The index, where --index names none."),
    ("DOSSIER_CONFIG", "The config file; empty for none."),
    (
        "DOSSIER_PAGER",
        "What shows text that is longer than the terminal, before PAGER; cat or empty for nothing."
    ),
    ("NO_COLOR", "Set to anything, it turns off colours."),
    ("CLICOLOR_FORCE", "Set to anything but 0, it turns on colours, not only on a terminal."),
]

/// The manual page of a command in roff.
func manPage(of command: Command) -> String {
    var summary = command.summary
    summary.removeLast()
    var page = ManPage(
        name: "dossier-\(command.name)", summary: summary.prefix(1).lowercased() + summary.dropFirst())
    page.section("SYNOPSIS")
    let operands = command.operands.isEmpty ? "" : " \\fI\(ManPage.escaped(command.operands))\\fR"
    page.paragraph(
        "\\fBdossier \(ManPage.escaped(command.name))\\fR [\\fIOPTIONS\\fR]\(operands)", isMarkedUp: true)
    page.section("DESCRIPTION")
    page.paragraph(command.summary)
    page.details(command.details)
    page.section("OPTIONS")
    for option in command.options {
        let short = option.short.map { "\\fB\\-\($0)\\fR, " } ?? ""
        let value = option.placeholder.map { " \\fI\(ManPage.escaped($0))\\fR" } ?? ""
        page.item(head: "\(short)\\fB\\-\\-\(ManPage.escaped(option.name))\\fR\(value)", text: option.help)
    }
    page.section("SEE ALSO")
    page.paragraph("\\fBdossier\\fR(1)", isMarkedUp: true)
    return page.text
}

/// A manual page in the `man` macros of roff.
struct ManPage {
    private(set) var text: String
    /// Whether the next paragraph follows a heading, which makes its own space.
    private var isFirst = true

    init(name: String, summary: String) {
        text = ".TH \(ManPage.escaped(name.uppercased())) 1 \(versionDate) \"dossier \(version)\"\n"
        section("NAME")
        paragraph("\(ManPage.escaped(name)) \\- \(ManPage.escaped(summary))", isMarkedUp: true)
    }

    mutating func section(_ title: String) {
        text += ".SH \(title)\n"
        isFirst = true
    }

    mutating func paragraph(_ words: String, isMarkedUp: Bool = false) {
        if !isFirst { text += ".PP\n" }
        isFirst = false
        text += ManPage.filled(isMarkedUp ? words : ManPage.escaped(words))
    }

    mutating func item(head: String, text words: String) {
        text += ".TP\n" + ManPage.line(head) + ManPage.filled(ManPage.escaped(words))
        isFirst = false
    }

    /// Lines that stay as they are.
    mutating func examples(_ lines: [String]) {
        if !isFirst { text += ".PP\n" }
        isFirst = false
        text += ".RS 4\n.nf\n" + lines.map { ManPage.line(ManPage.escaped($0)) }.joined() + ".fi\n.RE\n"
    }

    /// Paragraphs, and examples, which begin with blanks.
    mutating func details(_ details: String) {
        var block: [String] = []
        for line in details.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix(" ") {
                block.append(String(line.dropFirst(2)))
                continue
            }
            if !block.isEmpty { examples(block) }
            block = []
            if !line.isEmpty { paragraph(String(line)) }
        }
        if !block.isEmpty { examples(block) }
    }

    /// Lines that roff joins again, short as its readers like them.
    private static func filled(_ words: String) -> String {
        wrap(
            words.split(separator: " ").map { LaidOutWord(text: String($0), columnCount: $0.utf8.count) },
            width: 78
        )
        .map(line).joined()
    }

    /// One line, which roff must not take for a request.
    private static func line(_ words: String) -> String {
        (words.hasPrefix(".") || words.hasPrefix("'") ? "\\&" : "") + words + "\n"
    }

    /// Text without what roff reads as its own.
    static func escaped(_ text: some StringProtocol) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case "\"": result += "\\(dq"
            case "‘": result += "\\(oq"
            case "’": result += "\\(cq"
            case "…": result += "\\&..."
            case "–": result += "\\(en"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// The commands as a table of Markdown.
func commandTable() -> String {
    "| command | |\n|---|---|\n"
        + Command.all.map {
            "| `dossier \(inTable($0.name))` | \(inTable($0.summary)) |\n"
        }.joined()
}

/// Options as a table of Markdown.
func optionTable(_ options: ArraySlice<Option>) -> String {
    "| option | |\n|---|---|\n"
        + options.map { option in
            let usage = option.usage.drop { $0 == " " }
            return "| `\(inTable(usage))` | \(inTable(option.help, isText: true)) |\n"
        }.joined()
}

/// Text that ends no cell and, outside of code, makes nothing bold.
private func inTable(_ text: some StringProtocol, isText: Bool = false) -> String {
    let special: Set<Character> = isText ? ["|", "*", "<"] : ["|"]
    return text.map { special.contains($0) ? "\\\($0)" : String($0) }.joined()
}
