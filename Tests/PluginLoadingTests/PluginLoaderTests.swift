import Foundation
import PluginAPI
import PluginLoading
import Testing

@Suite("Plugins in folders")
struct PluginLoaderTests {
    @Test(
        "A folder of plugins gives each of them, a plugin’s own folder that one, the user’s folder without being named"
    )
    func folders() throws {
        let folder = try TemporaryFolder([
            "b/plugin.json": manifest("word", #""program": ["python3", "plugin.py"]"#),
            "b/plugin.py": program,
            "a/plugin.json": manifest("weapon"), "a/table.tsv": table, "notes/readme.txt": "none",
        ])
        let user = try TemporaryFolder(["own/plugin.json": manifest("own"), "own/table.tsv": table])
        let loaded = load(folder.path + "/", user: user.path)
        #expect(loaded.problems == [])
        #expect(loaded.set.facets.map(\.manifest.name) == ["country", "weapon", "word", "own"])
        #expect(loaded.entries.map(\.valueCount) == [nil, 1, 1, nil, 1])
        #expect(
            load(folder.path + "/a", folder.path).set.facets.map(\.manifest.name) == [
                "country", "weapon", "word",
            ])
        #expect(load(user: folder.path + "/missing").problems == [])
        #expect(load(folder.path + "/notes").problems.map(\.path) == [folder.path + "/notes"])
        let listed = load(folder.path, starts: false)
        #expect(listed.set.facets.map(\.manifest.name) == ["country", "weapon"])
        #expect(listed.entries.map(\.manifest.name) == ["text", "country", "weapon", "word"])
    }

    @Test("A bad plugin is told with file and line, and costs no other")
    func badOnes() throws {
        let folder = try TemporaryFolder([
            "a/plugin.json": "{\n\"name\": 7}", "b/plugin.json": manifest("b"),
            "c/plugin.json": manifest("c"), "c/table.tsv": "id\tlabel\tform\nX\tX\n",
            "d/plugin.json": manifest("country"), "d/table.tsv": table,
            "e/plugin.json": manifest("actor"), "e/table.tsv": table,
            "f/plugin.json": manifest("f", #""program": ["./missing.py"]"#),
            "g/plugin.json": manifest("g", #""program": ["python3", "plugin.py"]"#),
            "g/plugin.py": "raise SystemExit('no model')",
            "h/plugin.json": manifest("weapon"), "h/table.tsv": table,
            "i/plugin.json": manifest("weapon"), "i/table.tsv": table,
            "j/plugin.json": manifest("j"), "j/Sources/J.swift": "",
            "k/plugin.json": manifest("k", #""program": ["./plugin.py"]"#), "k/plugin.py": program,
            "l/plugin.json": manifest("publisher"), "l/table.tsv": table,
            "m/plugin.json": manifest("government"), "m/table.tsv": table,
        ])
        let loaded = load(folder.path)
        #expect(loaded.set.facets.map(\.manifest.name) == ["country", "weapon"])
        func problem(_ name: String) -> String {
            loaded.problems.filter { $0.path.hasPrefix(folder.path + "/\(name)/") }
                .map { "\($0)".replacingOccurrences(of: folder.path + "/", with: "") }.joined(separator: "\n")
        }
        #expect(problem("a").contains("a/plugin.json:2: “name” is a number, not a text"))
        #expect(problem("b").contains("b/plugin.json: the plugin has neither table nor program"))
        #expect(problem("c").contains("c/table.tsv:2: "), "\(problem("c"))")
        #expect(
            problem("d")
                == "d/plugin.json:1: the name country is that of a plugin that comes with Dossier; give this one another in its plugin.json, such as my-country"
        )
        #expect(problem("e").contains("the name actor has a meaning of its own"))
        #expect(problem("l").contains("the name publisher has a meaning of its own"))
        #expect(problem("m").contains("the name government has a meaning of its own"))
        #expect(problem("f") == "f/plugin.json:1: there is no file ./missing.py")
        #expect(problem("g") == "g/plugin.json:1: its program ended with status 1: no model")
        #expect(
            problem("i").contains(
                "the name weapon is also that of \(folder.path)/h".replacingOccurrences(
                    of: folder.path + "/", with: "")))
        #expect(problem("j").contains("compiled in"))
        #expect(problem("k") == "k/plugin.json:1: ./plugin.py may not be executed: chmod +x ./plugin.py")
    }

    @Test("A pipe in place of a file is told, not waited for")
    func pipe() throws {
        let folder = try TemporaryFolder(["table.tsv": table])
        let maker = try Process.run(
            URL(filePath: "/usr/bin/mkfifo"), arguments: [folder.path + "/plugin.json"])
        maker.waitUntilExit()
        try #require(maker.terminationStatus == 0)
        let problems = load(folder.path).problems
        #expect(problems.map(\.path) == [folder.path + "/plugin.json"])
    }

    @Test("Options reach the program and its fingerprint; a wrong one is told")
    func options() throws {
        let options =
            #""program": ["python3", "plugin.py"], "options": {"word": {"default": "Seoul", "summary": "S."}, "count": {"default": 3, "summary": "C."}}"#
        let folder = try TemporaryFolder(["plugin.json": manifest("word", options), "plugin.py": program])
        func facet(_ options: [String]) throws -> any FacetPlugin {
            let loaded = load(folder.path, options: options)
            #expect(loaded.problems == [])
            return try #require(loaded.set.facets.last)
        }
        let (plain, other) = (try facet([]), try facet(["word.word=Busan"]))
        #expect(plain.values[0].label == "Seoul" && other.values[0].label == "Busan")
        #expect(try plain.fingerprint == facet([]).fingerprint && plain.fingerprint != other.fingerprint)
        #expect(try facet(["word.count=4"]).fingerprint != plain.fingerprint)
        for (option, reason) in [
            ("word.wrd=x", "there is no such option; there are: word, count"),
            ("word.count=x", "the value is not a number"), ("wrd.word=x", "there is no plugin wrd"),
        ] {
            let problems = load(folder.path, options: [option]).problems
            #expect(problems == [PluginProblem(path: "--plugin-option \(option)", reason: reason)])
        }
        for text in ["word", "word.x", "word=x", ".x=y", "a.b.c=d"] {
            #expect(PluginOption(parsing: text) == nil)
        }
        #expect(PluginOption(parsing: "a.b=c=d")?.value == "c=d")
    }

    @Test("The fingerprint is another when a file of the folder is")
    func fingerprints() throws {
        let folder = try TemporaryFolder([
            "plugin.json": manifest("word", #""program": ["python3", "plugin.py"]"#), "plugin.py": program,
            "data/words.txt": "a",
        ])
        func fingerprint() throws -> UInt64 { try #require(load(folder.path).set.facets.last).fingerprint }
        let before = try fingerprint()
        #expect(try fingerprint() == before)
        try folder.write("__pycache__/x.pyc", "1")
        try folder.write(".hidden", "1")
        #expect(try fingerprint() == before)
        try folder.write("data/words.txt", "b")
        #expect(try fingerprint() != before)
    }

    @Test("A format reads files of its endings, and is told when it has none")
    func formats() throws {
        let script = """
            import json, sys
            sys.stdin.readline(); print("{}", flush=True)
            for line in sys.stdin: print(json.dumps({"id": json.loads(line)["id"], "text": "Seoul said no."}), flush=True)
            """
        let json =
            #"{"name": "xyz", "kind": "format", "version": 1, "summary": "S.", "endings": [".xyz"], "program": ["python3", "plugin.py"]}"#
        let folder = try TemporaryFolder(["plugin.json": json, "plugin.py": script])
        let loaded = load(folder.path)
        #expect(loaded.problems == [] && loaded.endings == [".xyz"])
        let input = FormatInput(bytes: [1, 65], identifier: "r/a.xyz", fileName: "a.xyz")
        let plugin = try #require(loaded.set.format(for: input))
        #expect(plugin.manifest.name == "xyz")
        #expect(try plugin.read(input).zones.map(\.kind).contains(.lead) == true)
        try folder.write("plugin.json", json.replacingOccurrences(of: #""endings": [".xyz"], "#, with: ""))
        #expect(load(folder.path).problems.first?.reason.contains("needs “endings” or “mediaTypes”") == true)
    }
}
