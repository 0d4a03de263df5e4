import Foundation
import Testing

@testable import dossier_cli

private func indexedFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("news/radar.txt", "A radar\n\nSeoul agreed to host the radar.\n")
    try folder.write("news/ships.txt", "Ships\n\nTurkey's ships have a radar, it said.\n")
    try #require(try Program.run("index", "news", in: folder.path).status == 0)
    return folder
}

/// What the shell makes of a cited command, without the program's name.
private func words(_ command: String, in folder: String) throws -> [String] {
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", "dossier() { printf '%s\\0' \"$@\"; }; " + command]
    let output = Pipe()
    shell.standardOutput = output
    try shell.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    shell.waitUntilExit()
    return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
}

private let commands = [
    ["search", "radar's \"have a\"", "--limit", "1"], ["search", "--country", "South Korea"],
    ["actors", "radar", "--plot", "--by", "month"], ["facets", "country", "--query", "radar AND it"],
    ["search", "--json", "--", "-ships", "radar"],
    [
        "search", "a radar", "--recency", "30^2", "--prefer", "title:ships^1.5", "--prefer", "Seoul",
        "--proximity", "1",
    ],
]

/// Runs a command with --cite, and looks at what it prints beside its answer.
///
/// - Returns: the command that repeats it.
private func repeating(_ command: [String], answering plain: Program.Result, in folder: String) throws
    -> String
{
    let cited = try Program.run([command[0], "--cite"] + command.dropFirst(), in: folder)
    #expect(cited.status == plain.status && cited.errors == plain.errors)
    if command.contains("--json") {
        let citation = try #require(try cited.json()["citation"] as? [String: Any])
        #expect((citation["commit"] as? [String: Any])?["documents"] as? Int == 2)
        #expect((citation["text"] as? String)?.contains("2 articles") == true)
        return try #require(citation["command"] as? String)
    }
    #expect(cited.output.hasPrefix(plain.output))
    let lines = cited.output.split(separator: "\n")
    let sentence = try #require(lines.first { $0.hasPrefix("cite:") })
    for part in ["“news”, 2 articles, commit ", "Dossier \(version), ", "facets ", "country "] {
        #expect(sentence.contains(part), "\(part)")
    }
    return String(try #require(lines.first { $0.hasPrefix("repeat: ") }).dropFirst("repeat: ".count))
}

@Test("A cited command that is repeated prints what it did, whatever was indexed since its commit was pinned")
func citedCommandsRepeat() throws {
    let folder = try indexedFolder()
    let news = folder.path + "/news"
    let plain = try commands.map { try Program.run($0, in: news) }
    let repeated = try zip(commands, plain).map {
        try words(repeating($0, answering: $1, in: news), in: news)
    }
    let pinned = try Program.run("pin", "--name", "first", in: news)
    #expect(pinned.status == 0 && pinned.output.contains("pinned as first"), "\(pinned)")
    try folder.write("news/radar.txt", "Another radar\n\nTokyo agreed to host the radar, it said.\n")
    try folder.write("news/ships.txt", "Ships\n\nTurkey's ships have a radar, it said twice.\n")
    try #require(try Program.run("index", ".", in: news).status == 0)
    // It keeps no commit before its own but those that are pinned.
    try #require(try Program.run("optimize", in: news).status == 0)
    for (index, command) in commands.enumerated() {
        #expect(try Program.run(command, in: news).output != plain[index].output, "\(command)")
        let again = try Program.run(repeated[index], in: news)
        #expect(again.output == plain[index].output && again.status == plain[index].status, "\(again.errors)")
    }
    let named = try Program.run(["search", "--at", "first"] + commands[0].dropFirst(), in: news)
    #expect(named.output == plain[0].output)
    #expect(try Program.run("check", in: news).status == 0)
    #expect(try Program.run("unpin", "first", in: news).status == 0)
    try #require(try Program.run("optimize", in: news).status == 0)
    let gone = try Program.run(repeated[0], in: news)
    #expect(gone.status == 2 && gone.errors.contains("keeps no commit") && gone.errors.contains("It keeps "))
}

@Test("The log lists the commits that are kept, the newest first, and --list those that are pinned")
func logListsCommits() throws {
    let folder = try indexedFolder()
    for number in 0..<2 {
        try folder.write("news/new\(number).txt", "More of it\n\nNothing else.\n")
        try #require(try Program.run("index", "news", in: folder.path).status == 0)
    }
    let log = try Program.run("log", "--index", "news", in: folder.path).output.split(separator: "\n")
    #expect(log.count == 3 && log[0].contains("no. 3 ") && log[0].hasSuffix("4 articles"))
    let hash = try #require(log[2].split(separator: " ").first)
    #expect(try Program.run("pin", String(hash), "--name", "old", "-i", "news", in: folder.path).status == 0)
    let list = try Program.run("pin", "--list", "-i", "news", in: folder.path).output
    #expect(list.contains(hash) && list.hasSuffix("2 articles  pinned as old\n"))
    #expect(list.split(separator: "\n").count == 1)
    let json = try Program.run("log", "--json", "-i", "news", in: folder.path).json()
    let commits = try #require(json["commits"] as? [[String: Any]])
    #expect(commits.map { $0["number"] as? Int } == [3, 2, 1])
    #expect(commits[2]["name"] as? String == "old" && commits[0]["pinned"] as? Bool == false)
    #expect(try Program.run("pin", "nothing", "-i", "news", in: folder.path).status == 2)
}

@Test("Opening a commit tells when the overlay is not that of the reference")
func overlayNotice() throws {
    let folder = try indexedFolder()
    try folder.write("news/.dossier/overlay.tsv", "label\tcountry:KR\tKorea\n")
    let cited = try Program.run("search", "radar", "--cite", "-i", "news", in: folder.path).output
    let line = try #require(cited.split(separator: "\n").first { $0.hasPrefix("repeat: ") })
    let command = try words(String(line.dropFirst("repeat: ".count)), in: folder.path)
    #expect(try Program.run(command, in: folder.path).errors == "")
    try folder.write("news/.dossier/overlay.tsv", "label\tcountry:KR\tROK\n")
    let changed = try Program.run(command, in: folder.path)
    #expect(changed.status == 0 && changed.errors.contains("The overlay has changed"))
}
