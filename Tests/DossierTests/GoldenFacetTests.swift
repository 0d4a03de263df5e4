import Dossier
import Foundation
import PluginAPI
import StandardPlugins
import Testing

/// The sample articles of `Tests/Golden`, by path.
enum Golden {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Golden")

    static func document(_ path: String) throws -> Document {
        let bytes = [UInt8](try Data(contentsOf: folder.appending(path: path)))
        let input = FormatInput(
            bytes: bytes, identifier: path, fileName: (path as NSString).lastPathComponent)
        let plugin = try #require(try standardPlugins().format(for: input))
        return try plugin.read(input)
    }
}

@Test("Every sample article carries exactly the actors its own text names")
func goldenFacets() throws {
    let json = try Data(contentsOf: Golden.folder.appending(path: "facets.json"))
    let expected = try JSONDecoder().decode([String: [String: [String]]].self, from: json)
    #expect(expected.count == 40)
    for (path, facets) in expected.sorted(by: { $0.key < $1.key }) {
        let found = try facetValues(of: Golden.document(path))
        for (facet, ids) in facets { #expect(found[facet] == ids.sorted(), "\(path) \(facet)") }
    }
}

@Test("Every sample article keeps its title and its whole text")
func goldenTexts() throws {
    let json = try Data(contentsOf: Golden.folder.appending(path: "facets.json"))
    for path in try JSONDecoder().decode([String: [String: [String]]].self, from: json).keys.sorted() {
        let document = try Golden.document(path)
        let text = document.zones.filter { $0.kind == .lead || $0.kind == .body }
        let count = text.reduce(0) { $0 + document.text[$1.range].split(separator: 0x20).count }
        #expect((340...470).contains(count), "\(path) has \(count) words")
        #expect(text.count >= 6 && !document.title.isEmpty, "\(path)")
        #expect(document.zones.count { $0.kind == .lead } == 1, "\(path)")
    }
}
