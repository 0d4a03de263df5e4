import Foundation
import Testing

@testable import dossier_cli

private var manualPages: [(name: String, text: String)] {
    [("dossier", manPage())] + Command.all.map { ("dossier-\($0.name)", manPage(of: $0)) }
}

@Test("In manual pages nothing of the text is taken for a request of roff, and every option stands there")
func manualPagesAreSafe() {
    let requests: Set = [".TH", ".SH", ".PP", ".TP", ".RS", ".RE", ".nf", ".fi"]
    for page in manualPages {
        for line in page.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            #expect(!line.isEmpty && !line.hasPrefix("'"), "\(page.name): an empty line, or \(line)")
            guard line.hasPrefix(".") else { continue }
            #expect(requests.contains(String(line.prefix { $0 != " " })), "\(page.name): \(line)")
        }
    }
    for command in Command.all {
        for option in command.options {
            let name = "\\-\\-" + ManPage.escaped(option.name)
            #expect(manPage(of: command).contains(name + "\\fR"), "\(command.name) --\(option.name)")
        }
    }
    #expect(ManPage.escaped(#"a\b-'c'"#) == #"a\eb\-\(aqc\(aq"#)
}

@Test("The readers of manual pages have nothing to say of them, where they are installed")
func manualPagesAreSound() throws {
    let folder = try TemporaryFolder()
    for page in manualPages { try folder.write(page.name + ".1", page.text) }
    let names = manualPages.map { $0.name + ".1" }
    let readers = [
        ["mandoc", "-T", "lint", "-W", "warning"], ["groff", "-ww", "-man", "-K", "utf8", "-Tutf8"],
    ]
    for reader in readers where FileManager.default.isExecutableFile(atPath: "/usr/bin/" + reader[0]) {
        let result = try Program.run(shell: reader + names, in: folder.path)
        let said = reader[0] == "mandoc" ? result.output + result.errors : result.errors
        #expect(result.status == 0 && said.isEmpty, "\(said)")
    }
}

private let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// A file in which the text between two lines is written by the program.
private func expectTable(_ path: String, _ name: String, _ table: String) throws {
    let url = root.appending(path: path)
    let text = try String(contentsOf: url, encoding: .utf8)
    let (start, end) = ("<!-- \(name) -->\n", "<!-- end of \(name) -->\n")
    let opening = try #require(text.range(of: start), "\(path) lacks \(start)")
    let closing = try #require(text.range(of: end), "\(path) lacks \(end)")
    let isWritten = ProcessInfo.processInfo.environment["DOSSIER_WRITE_TABLES"] != nil
    if isWritten {
        try text.replacingCharacters(in: opening.upperBound..<closing.lowerBound, with: table)
            .write(to: url, atomically: true, encoding: .utf8)
    } else {
        #expect(text[opening.upperBound..<closing.lowerBound] == table[...], "\(path): \(name)")
    }
}

@Test("Tables of commands and options are what the program says; DOSSIER_WRITE_TABLES=1 writes them")
func tablesAgree() throws {
    try expectTable("README.md", "dossier man --markdown", commandTable())
    let common = ["## Every command\n\n" + optionTable(Option.common[...])]
    let options = Command.all.map { command in
        let table = command.ownOptions.isEmpty ? "" : "\n" + optionTable(command.ownOptions)
        return "## \(command.name)\n`\(command.usage)`: \(command.summary)\n" + table
    }
    try expectTable(
        "Sources/dossier-cli/Documentation/options.md", "options", (common + options).joined(separator: "\n"))
}

/// The words of a line as a shell takes them apart, up to a pipe or a redirection.
private func shellWords(_ line: String) -> [String] {
    var (words, word, quote) = ([String](), String?.none, Character?.none)
    for character in line {
        if let open = quote {
            if character == open { quote = nil } else { word = (word ?? "") + String(character) }
        } else if character == "'" || character == "\"" {
            quote = character
            word = word ?? ""
        } else if character == " " {
            word.map { words.append($0) }
            word = nil
        } else {
            word = (word ?? "") + String(character)
        }
    }
    word.map { words.append($0) }
    return Array(words.prefix { !["|", ">", "<", "#"].contains($0) })
}

@Test("The help of every command has an example, and every example can be run")
func examplesCanBeRun() throws {
    for command in Command.all + Command.hidden {
        let lines = helpText(of: command, width: 80).split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        let examples = lines.filter { $0.hasPrefix("dossier ") }
        #expect(examples.contains { $0.hasPrefix("dossier \(command.name)") }, "\(command.name)")
        for example in examples {
            let words = shellWords(example)
            let named = try #require(Command.named(words[1]), "\(example)")
            var parser = ArgumentParser(options: named.options, words: Array(words.dropFirst(2)))
            let arguments = try parser.parse()
            #expect(named.operandCount.contains(arguments.operands.count), "\(example)")
        }
    }
}
