import PluginAPI
import PluginManifests
import Testing

@Suite("plugin.json")
struct ManifestTests {
    private func read(_ text: String) throws(ManifestError) -> ManifestFile {
        try ManifestFile(parsing: Array(text.utf8))
    }

    @Test("Every member is read")
    func members() throws {
        let file = try read(
            """
            {"name": "x-1", "kind": "format", "version": 3, "licence": "MIT", "summary": "S.", "sources": ["a"],
             "program": ["./a", "b"], "limits": {"timeSeconds": 1, "memoryMegabytes": 2, "outputMegabytes": 3},
             "options": {"word": {"default": "w", "summary": "The word."}, "n": {"default": 1.5, "summary": ""}},
             "endings": [".XYZ"], "mediaTypes": ["Text/X"], "confidence": 99}
            """)
        #expect(
            file.manifest
                == PluginManifest(
                    name: "x-1", kind: .format, version: 3, licence: "MIT", sources: ["a"], summary: "S."))
        #expect(file.program == ["./a", "b"])
        #expect(
            [file.limits.timeSeconds, file.limits.memoryMegabytes, file.limits.outputMegabytes] == [1, 2, 3])
        #expect(file.options.map(\.name) == ["word", "n"])
        #expect(file.endings == [".xyz"] && file.mediaTypes == ["text/x"] && file.confidence == 99)
    }

    @Test("All that is wrong is told, with its line")
    func problems() {
        let error = #expect(throws: ManifestError.self) {
            try read(
                """
                {"name": "Big Name",
                 "kind": "filter",
                 "version": 0,
                 "sumary": "x",
                 "sources": "x",
                 "program": [],
                 "limits": {"timeSeconds": 0,
                            "cpus": 4},
                 "options": {"word": "w"},
                 "endings": ["xyz"]}
                """)
        }
        let expected: [(Int, String)] = [
            (1, "no name"), (2, "not facet or format"), (3, "from 1"), (4, "sumary"),
            (1, "“summary” is missing"),
            (5, "not a list"), (6, "empty list"), (7, "timeSeconds"), (8, "cpus"), (9, "not of the form"),
            (10, "point"), (10, "for formats"),
        ]
        #expect(error?.problems.count == expected.count, "\(String(describing: error))")
        for (line, text) in expected {
            let isTold = error?.problems.contains { $0.line == line && $0.reason.contains(text) }
            #expect(isTold == true, "\(line): \(text) in \(String(describing: error))")
        }
    }

    @Test("What is no JSON is told with its line", arguments: [("", 1), ("[]", 1), ("{\n\"name\": x}", 2)])
    func notJSON(text: String, line: Int) {
        let error = #expect(throws: ManifestError.self) { try read(text) }
        #expect(error?.problems.map(\.line) == [line])
    }
}
