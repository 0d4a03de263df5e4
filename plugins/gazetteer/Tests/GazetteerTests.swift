import Gazetteer
import PluginAPI
import Testing

/// Laws of the matcher, on a table of five rows.
@Suite struct GazetteerTests {
    private func plugin(_ rows: String) throws -> GazetteerPlugin {
        let manifest = PluginManifest(name: "test", kind: .facet, version: 1, summary: "A test.")
        return try GazetteerPlugin(manifest: manifest, table: Array(rows.utf8))
    }

    @Test("A row that cannot be read is named by its line")
    func errors() {
        #expect(throws: GazetteerError.row(line: 2, reason: "2 columns, expected 5 or 6 separated by tabs")) {
            try plugin("# comment\nA\tB\n")
        }
        #expect(throws: GazetteerError.row(line: 1, reason: "case is Caps, expected any, caps or exact")) {
            try plugin("A\tB\tC\tname\tCaps\t\n")
        }
        #expect(throws: GazetteerError.row(line: 1, reason: "unknown condition near")) {
            try plugin("A\tB\tC\tname\tany\tnear:x\n")
        }
        #expect(throws: GazetteerError.empty) { try plugin("# nothing\n") }
    }

    @Test("Values are sorted by the bytes of their ids and keep their forms as aliases")
    func values() throws {
        let plugin = try plugin("KR\tSouth Korea\tSeoul\tcapital\tcaps\nCN\tChina\tChina\tname\tcaps\n")
        #expect(plugin.values.map(\.id) == ["CN", "KR"])
        #expect(plugin.values[1].aliases == ["Seoul"])
        #expect(plugin.rules == ["capital", "name"])
    }

    @Test("Another table, or another version, has another fingerprint")
    func fingerprints() throws {
        let first = try plugin("CN\tChina\tChina\tname\tcaps\n")
        let second = try plugin("CN\tChina\tChina\tname\tany\n")
        #expect(first.fingerprint != second.fingerprint)
        #expect(try first.fingerprint == plugin("CN\tChina\tChina\tname\tcaps\n").fingerprint)
    }
}
