import Foundation
import Testing

/// A folder of its own, in which `dossier` and shell commands are run.
private final class Workshop {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "dossier-workshop-\(UUID())").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(name, text) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws {
        let target = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: target)
    }

    func dossier(_ words: String...) throws -> Program.Result { try Program.run(words, in: path) }

    /// Runs commands one after the other until one fails, with the `dossier` of these tests.
    func shell(_ script: String) throws -> (status: Int32, output: String) {
        let process = Process()
        let tests = try #require(Bundle.main.executableURL).deletingLastPathComponent().path
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-euxo", "pipefail", "-c", script]
        process.currentDirectoryURL = URL(fileURLWithPath: path)
        process.environment = ["PATH": tests + ":/usr/bin:/bin", "HOME": path, "LANG": "C.UTF-8"]
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}

private let plugins = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "plugins").path

@Test("Every command of the guide to plugins does what it says, as it stands")
func pluginGuide() throws {
    let guide = try String(contentsOfFile: plugins + "/README.md", encoding: .utf8)
    let blocks = guide.components(separatedBy: "```sh\n").dropFirst().map {
        $0.components(separatedBy: "```")[0]
    }
    #expect(blocks.count > 6)
    let workshop = try Workshop()
    try FileManager.default.createSymbolicLink(
        atPath: workshop.path + "/plugins", withDestinationPath: plugins)
    let (status, output) = try workshop.shell(blocks.joined())
    #expect(status == 0, "\(output)")
    #expect(output.contains("THAAD") && output.contains("first.cable"))
}

@Test("Each example keeps its contract", arguments: ["quoted-speakers", "weapon-system", "pdftotext"])
func pluginExamples(name: String) throws {
    let result = try Program.run("plugins", "check", plugins + "/examples/" + name)
    #expect(result.status == 0, "\(result.output) \(result.errors)")
}

@Test("A program’s facet is searched, and what it fails on is told and kept")
func programFacet() throws {
    let workshop = try Workshop([
        "speakers/plugin.json":
            #"{"name": "speaker", "kind": "facet", "version": 1, "summary": "S.", "program": ["python3", "plugin.py"]}"#,
        "speakers/plugin.py": """
        import json, sys
        sys.stdin.readline(); print("{}", flush=True)
        for line in sys.stdin:
            document = json.loads(line)
            if "bad" in document["id"]: sys.exit("out of luck")
            at = document["text"].encode().find(b"Wang Yi")
            found = [{"value": "Wang Yi", "start": at, "end": at + 7}] if at >= 0 else []
            print(json.dumps({"id": document["id"], "mentions": found}), flush=True)
        """,
        "news/a.txt": "Shield\n\nWang Yi said no.", "news/bad.txt": "Shield\n\nWang Yi said yes.",
        "news/c.txt": "Other\n\nNobody spoke.",
    ])
    let result = try workshop.dossier("index", "news", "--plugins", "speakers")
    #expect(result.status == 3)
    #expect(
        result.errors.contains(
            "news/bad.txt: the plugin speaker failed: its program ended with status 1: out of luck"))
    #expect(result.output.contains("3 articles"))
    let found = try workshop.dossier(
        "search", "said", "--facet", "speaker=Wang Yi", "--index", "news", "--json")
    #expect(found.output.contains("news/a.txt") && !found.output.contains("bad.txt"))
    #expect(try workshop.dossier("check", "--index", "news").status == 0)
}

@Test("A plugin that cannot be used costs nothing else, and the exit says so")
func unusablePlugin() throws {
    let workshop = try Workshop([
        "mine/a/plugin.json": "{\n  \"nam\": 1}",
        "mine/b/plugin.json":
            #"{"name": "missile", "kind": "facet", "version": 1, "summary": "S."}"#,
        "mine/b/table.tsv": "id\tform\nTHAAD\tTHAAD\n", "news/a.txt": "Shield\n\nA THAAD radar.",
    ])
    let result = try workshop.dossier("index", "news", "--plugins", "mine")
    #expect(result.status == 3)
    #expect(result.errors.contains("plugin not used: mine/a/plugin.json:2: there is no member “nam”"))
    #expect(
        try workshop.dossier("search", "radar", "--facet", "missile=THAAD", "--index", "news").status == 0)
    let list = try workshop.dossier("plugins", "--plugins", "mine", "--json")
    #expect(list.status == 2)
    let entries = try #require(try list.json()["plugins"] as? [[String: Any]])
    #expect(entries.contains { $0["name"] as? String == "missile" && $0["origin"] as? String == "mine/b" })
    #expect(try workshop.dossier("plugins", "check", "mine/b").status == 0)
    let check = try workshop.dossier("plugins", "check", "mine/a", "--json")
    let isSound = try check.json()["sound"] as? Bool
    #expect(check.status == 2 && isSound == false)
}

@Test(
    "What plugins cannot do is refused with the way out",
    arguments: [
        (["plugins", "chek", "x"], "there are check and new"),
        (["plugins", "check"], "check needs the plugin's folder"),
        (["plugins", "new"], "new needs --table NAME"), (["plugins", "--table", "x"], "goes with new"),
        (["plugins", "new", "--table", "X Y"], "lower-case letters"),
        (["plugins", "new", "--table", "x", "--swift", "y"], "One new plugin at a time"),
        (["index", "x", "--plugin-option", "verbs=x"], "NAME.KEY=VALUE"),
    ])
func refusedPluginCommands(words: [String], message: String) throws {
    let workshop = try Workshop()
    let result = try withExtendedLifetime(workshop) { try Program.run(words, in: workshop.path) }
    #expect(result.status == 2)
    #expect(result.errors.contains(message), "\(result.errors)")
}
