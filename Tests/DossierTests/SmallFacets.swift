import Gazetteer
import PluginAPI
import TextFormat

/// Facets of a few names each: places that are metonyms, blocs with members, and a facet that finds values of its own.
enum SmallFacets {
    static func places() throws -> GazetteerPlugin {
        let rows = [
            "KR\tSouth Korea\tSouth Korea\tname\t1", "KR\t\tSeoul\tcapital\t0.5", "JP\tJapan\tJapan\tname\t1",
            "JP\t\tTokyo\tcapital\t0.5", "TR\tTürkiye\tTurkey\tname\t1",
        ]
        return try facet(
            "country", "id\tlabel\tform\tkind\tweight", rows, isActor: true, metonyms: ["capital"])
    }

    static func blocs() throws -> GazetteerPlugin {
        let table = ["id\tlabel\tform", "STRAIT\tStrait Pact\tStrait Pact", "LONE\tLone Bloc\tLone Bloc"]
        let members = [
            "id\tmember\tfrom\tto", "STRAIT\tcountry:KR\t2000-01-01\t2010-12-31",
            "STRAIT\tcountry:TR\t2005-01-01\t",
            "STRAIT\tcountry:JP\t\t",
        ]
        let manifest = PluginManifest(name: "alliance", kind: .facet, version: 1, summary: "", isActor: true)
        return try GazetteerPlugin(
            manifest: manifest,
            files: [
                "table.tsv": Array(table.joined(separator: "\n").utf8),
                "members.tsv": Array(members.joined(separator: "\n").utf8),
            ])
    }

    static func plugins() throws -> PluginSet {
        PluginSet(formats: [TextFormat()], facets: [try places(), try blocs(), CapitalWords()])
    }

    private static func facet(
        _ name: String, _ header: String, _ rows: [String], isActor: Bool, metonyms: [String]
    ) throws -> GazetteerPlugin {
        try GazetteerPlugin(
            manifest: PluginManifest(
                name: name, kind: .facet, version: 1, summary: "", isActor: isActor, metonyms: metonyms),
            table: Array(([header] + rows).joined(separator: "\n").utf8))
    }
}

/// Finds each word after *Minister*, with the country named before it in the document: `KR/Kim`.
struct CapitalWords: FacetPlugin {
    let manifest = PluginManifest(name: "holder", kind: .facet, version: 1, summary: "", isActor: true)
    let fingerprint: UInt64 = 7
    let values = [FacetValue(id: "JP/Sato", label: "Sato")]
    let rules = ["after minister"]
    let basis = ["country", "nowhere"]

    func mentions(
        in documents: [TokenizedDocument], over basis: [FacetBasis]
    ) throws(FacetError) -> [DocumentMentions] {
        guard basis.count == 2, basis[0].facet == "country", basis[1].documents.isEmpty else {
            throw .failed(documentIndex: 0, reason: "\(basis.map(\.facet)) for its basis")
        }
        return documents.indices.map { index in
            var found = DocumentMentions()
            let document = documents[index]
            for token in 1..<max(1, document.tokenCount) where word(token - 1, document) == "minister" {
                let before = basis[0].documents[index].mentions.last { Int($0.firstToken) < token }
                let country = before.map { basis[0].id(of: $0, in: index) } ?? "?"
                let name = String(
                    decoding: document.document.text[Int(document.starts[token])..<Int(document.ends[token])],
                    as: UTF8.self)
                let id = "\(country)/\(name)"
                var value = 0
                if id != values[0].id {
                    value = 1 + (found.discovered.firstIndex(of: id) ?? found.discovered.count)
                    if value > found.discovered.count { found.discovered.append(id) }
                }
                found.mentions.append(
                    Mention(value: UInt32(value), firstToken: UInt32(token), tokenCount: 1, rule: 0, row: 0))
            }
            return found
        }
    }

    private func word(_ token: Int, _ document: TokenizedDocument) -> String {
        let range = Int(document.foldedOffsets[token])..<Int(document.foldedOffsets[token + 1])
        return String(decoding: document.folded[range], as: UTF8.self)
    }
}
