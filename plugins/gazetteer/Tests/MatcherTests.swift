import Gazetteer
import PluginAPI
import Testing

/// Laws of matching, on zones of words separated by single spaces.
@Suite struct MatcherTests {
    private func found(_ rows: String, _ zones: [(ZoneKind, String)]) throws -> [String] {
        let manifest = PluginManifest(name: "test", kind: .facet, version: 1, summary: "A test.")
        let plugin = try GazetteerPlugin(manifest: manifest, table: Array(rows.utf8))
        var document = Document(identifier: "test")
        for (kind, text) in zones { document.append(kind, Array(text.utf8)) }
        var tokens = TokenizedDocument(
            document: document, starts: [], ends: [], foldedOffsets: [0], folded: [],
            zoneTokens: Array(repeating: 0, count: zones.count + 1))
        for (index, zone) in document.zones.enumerated() {
            for word in document.text[zone.range].split(separator: 0x20) {
                tokens.starts.append(UInt32(word.startIndex))
                tokens.ends.append(UInt32(word.endIndex))
                tokens.folded += word.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
                tokens.foldedOffsets.append(UInt32(tokens.folded.count))
            }
            tokens.zoneTokens[index + 1] = UInt32(tokens.starts.count)
        }
        return try plugin.mentions(in: [tokens])[0].mentions.map {
            "\(plugin.values[Int($0.value)].id) \($0.firstToken)+\($0.tokenCount) row \($0.row)"
        }
    }

    @Test("The longest form wins, and a blocker consumes its words")
    func longest() throws {
        let rows = "B\tb\tsea\tname\tany\nA\ta\tnorth sea\tname\tany\n-\t\tsea of sand\tnothing\tany\n"
        #expect(try found(rows, [(.body, "north sea sea of sand sea")]) == ["A 0+2 row 2", "B 5+1 row 1"])
    }

    @Test("A form never crosses the end of a zone")
    func zones() throws {
        let rows = "A\ta\tnorth sea\tname\tany\n"
        #expect(try found(rows, [(.title, "north"), (.body, "sea")]).isEmpty)
        #expect(try found(rows, [(.byline, "north sea"), (.body, "north sea")]) == ["A 2+2 row 1"])
    }

    @Test("Words needed or forbidden are looked for in the whole article")
    func conditions() throws {
        let rows = "A\ta\tquad\tname\tany\tneeds:india;unless:bike\n"
        #expect(try found(rows, [(.title, "quad"), (.body, "india")]) == ["A 0+1 row 1"])
        #expect(try found(rows, [(.body, "quad")]).isEmpty)
        #expect(try found(rows, [(.title, "quad bike"), (.body, "india")]).isEmpty)
    }

    @Test("Exact forms keep their letters; capital forms accept all capitals")
    func letterCase() throws {
        let rows = "A\ta\tUS\tname\texact\nB\tb\tSeoul\tname\tcaps\n"
        #expect(
            try found(rows, [(.body, "us US Us SEOUL seoul Seoul")]) == [
                "A 1+1 row 1", "B 3+1 row 2", "B 5+1 row 2",
            ])
    }
}
