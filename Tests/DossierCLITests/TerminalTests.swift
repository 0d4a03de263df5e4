import Foundation
import Testing

@testable import Dossier
@testable import dossier_cli

@Test("Colours are for terminals; an option comes before NO_COLOR, and that before CLICOLOR_FORCE")
func whenColored() {
    let usual = TerminalEnvironment(kind: "xterm")
    #expect(usual.isColored(.auto, isTerminal: true))
    #expect(!usual.isColored(.auto, isTerminal: false))
    #expect(usual.isColored(.always, isTerminal: false))
    #expect(!usual.isColored(.never, isTerminal: true))
    #expect(!TerminalEnvironment(kind: "dumb").isColored(.auto, isTerminal: true))
    let refusing = TerminalEnvironment(refusesColor: true, forcesColor: true, kind: "xterm")
    #expect(!refusing.isColored(.auto, isTerminal: true))
    #expect(refusing.isColored(.always, isTerminal: true))
    #expect(TerminalEnvironment(forcesColor: true).isColored(.auto, isTerminal: false))
}

@Test("Links are for terminals in colour that know them")
func whenLinked() {
    for (kind, program, isLinked) in [
        ("xterm-256color", "", true), ("tmux-256color", "", true), ("linux", "", false),
        ("screen", "", false),
        ("xterm-256color", "Apple_Terminal", false),
    ] {
        let environment = TerminalEnvironment(kind: kind, program: program)
        #expect(environment.hasHyperlinks(.auto, isTerminal: true, isColored: true) == isLinked, "\(kind)")
        #expect(!environment.hasHyperlinks(.auto, isTerminal: true, isColored: false))
        #expect(!environment.hasHyperlinks(.auto, isTerminal: false, isColored: true))
        #expect(environment.hasHyperlinks(.always, isTerminal: false, isColored: false))
        #expect(!environment.hasHyperlinks(.never, isTerminal: true, isColored: true))
    }
}

@Test("An address in a link has no byte that ends it, and only pages of the web and files are linked")
func linksAreSafe() throws {
    #expect(webAddress("https://a.org/ü\u{1B}\\\u{07} x") == "https://a.org/%C3%BC%1B\\%07%20x")
    #expect(webAddress("javascript:alert(1)") == nil)
    #expect(webAddress(nil) == nil)
    let folder = try TemporaryFolder()
    try folder.write("news/.dossier/lock", "")
    try folder.write("news/a b;é.txt", "")
    try folder.write("secret", "")
    let files = ArticleFiles(ofIndex: folder.path + "/news/.dossier")
    let url = try #require(files.url(of: "news/a b;é.txt"))
    #expect(url.hasPrefix("file://" + hostName() + "/") && url.hasSuffix("/news/a%20b%3B%C3%A9.txt"))
    for identifier in ["news/none.txt", "news/../secret", "/etc/passwd", "news", ""] {
        #expect(files.url(of: identifier) == nil, "\(identifier)")
    }
    let screen = Screen(hasHyperlinks: true)
    #expect(screen.link("a", to: "b") == "\u{1B}]8;;b\u{1B}\\a\u{1B}]8;;\u{1B}\\")
    #expect(screen.link("a", to: nil) == "a" && Screen().link("a", to: "b") == "a")
}

@Test("Lines are counted as a terminal shows them: wide letters twice, colours and links not at all")
func linesOfTerminal() {
    let screen = Screen(isColored: true, hasHyperlinks: true)
    let ten = String(repeating: "x", count: 10)
    for (text, count) in [
        ("", 0), ("a\n", 1), ("a\n\nb\n", 3), (ten + "\n", 1), (ten + "x\n", 2), ("한국한국한국\n", 2),
        (screen.link(screen.bold(ten), to: "https://example.org/long/address") + "\n", 1),
    ] {
        #expect(lineCount(text, width: 10) == count, "\(text)")
    }
}

@Test("In a pipe nothing is coloured, linked or paged, and a reader that leaves early hears nothing of it")
func pipesArePlain() throws {
    let folder = try sampleFolder()
    let news = folder.path + "/news"
    let plain = try Program.run("search", "radar", in: news, environment: ["PAGER": "sed s/^/P/"])
    #expect(!plain.output.contains("\u{1B}") && plain.output.hasPrefix("1. "))
    let forced = try Program.run("search", "radar", "--color=always", "--hyperlinks=always", in: news)
    #expect(forced.output.contains("\u{1B}[1;33mradar"))
    #expect(forced.output.contains("\u{1B}]8;;file://"))
    #expect(try Program.run("search", "radar", "--color", "sometimes", in: news).status == 2)
    let line = "for i in 1 2 3 4; do dossier help search; done | head -1; echo ${PIPESTATUS[1]}"
    let head = try Program.run(shell: ["bash", "-c", line], in: news)
    #expect(head.errors.isEmpty && head.output.hasSuffix("0\n"))
}

/// Runs a shell line on a terminal; nil where that is not to be had.
private func onTerminal(
    _ line: String, rows: Int = 24, _ environment: [String: String]
) throws -> String? {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else { return nil }
    let result = try Program.run(
        shell: ["script", "-qec", "stty rows \(rows) cols 80; " + line, "/dev/null"],
        environment: ["TERM": "xterm"].merging(environment) { $1 })
    return result.output.split(separator: "\r\n").joined(separator: "\n")
}

@Test("On a terminal what is longer than it goes through the pager that is named, the rest does not")
func pages() throws {
    let marks = ["DOSSIER_PAGER": "sed s/^/P:/", "PAGER": "false"]
    guard let long = try onTerminal("dossier help search", marks) else { return }
    #expect(long.hasPrefix("P:usage: dossier search"))
    #expect(try onTerminal("dossier help man", rows: 99, marks)?.hasPrefix("usage: dossier man") == true)
    for (line, environment) in [
        ("dossier help search --no-pager", marks), ("dossier help search | cat", marks),
        ("dossier help search", ["DOSSIER_PAGER": ""]), ("dossier help search", ["PAGER": "cat"]),
        ("dossier help search", ["PAGER": "no-such-pager 2>/dev/null"]),
        ("dossier help search", ["PAGER": "sed s/^/P:/", "TERM": "dumb"]),
    ] {
        let text = try onTerminal(line, environment)
        #expect(text?.hasPrefix("usage: dossier search") == true, "\(line) \(environment)")
    }
    // Colours are shown as such whatever a user has set for less.
    for (set, options) in [(nil, "FRX"), ("-N", "-R -N"), ("", "-R ")] as [(String?, String)] {
        var environment = ["DOSSIER_PAGER": "echo \"<$LESS>\""]
        environment["LESS"] = set
        #expect(try onTerminal("dossier help search", environment) == "<\(options)>")
    }
    // A reader who leaves early.
    #expect(try onTerminal("dossier help search; echo $?", ["PAGER": "head -1"])?.hasSuffix("\n0") == true)
}

@Test("Progress tells rate and time left once both are known")
func paces() {
    let start = ProgressPace(.init(phase: .indexing, done: 0, total: 1000), at: .seconds(1))
    func told(_ done: Int, _ seconds: Int) -> String {
        start.description(of: .init(phase: .indexing, done: done, total: 1000), at: .seconds(seconds))
    }
    #expect(told(10, 2) == "")
    #expect(told(0, 9) == "")
    #expect(told(200, 5) == ", 50 a second, 16 s left")
    #expect(told(4, 9) == ", 0.5 a second, 33 min 12 s left")
    #expect(told(1000, 11) == ", 100 a second")
    #expect(timeSpan(7500) == "2 h 5 min")
    let merging = ProgressPace(.init(phase: .merging, done: 1, total: 5), at: .seconds(0))
    #expect(
        merging.description(of: .init(phase: .merging, done: 3, total: 5), at: .seconds(4)) == ", 4 s left")
}
