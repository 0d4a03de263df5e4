internal import Gazetteer
internal import PluginAPI

/// The lists beside the table of persons, as tables of their own.
struct NameLists {
    private var offices: [(form: String, weight: String)] = []
    private var given: [String] = []
    private(set) var notNames: Set<String> = []

    init(_ files: [String: [UInt8]]) {
        for row in Self.rows(files["offices.tsv"]) where row.count == 3 && row[0] != "form" {
            // A profession makes nobody an actor.
            if row[2] != "profession" { offices.append((row[0], row[1])) }
        }
        for row in Self.rows(files["lists.tsv"]) where row.count == 2 {
            switch row[0] {
            case "given": given.append(row[1])
            case "not-name": notNames.insert(row[1].lowercased())
            default: break
            }
        }
    }

    /// Offices and titles as one value.
    func officeTable() throws(GazetteerError) -> GazetteerPlugin {
        try Self.table("office", offices.map { "office\toffice\t\($0.form)\toffice\tany" })
    }

    /// Given names as one value.
    func givenTable() throws(GazetteerError) -> GazetteerPlugin {
        try Self.table("given-name", given.map { "given\tgiven name\t\($0)\tname\tcaps" })
    }

    private static func table(_ name: String, _ rows: [String]) throws(GazetteerError) -> GazetteerPlugin {
        let text = (["id\tlabel\tform\tkind\tcase"] + rows).joined(separator: "\n")
        return try GazetteerPlugin(
            manifest: PluginManifest(name: name, kind: .facet, version: 1, summary: ""),
            table: Array(text.utf8))
    }

    private static func rows(_ bytes: [UInt8]?) -> [[String]] {
        String(decoding: bytes ?? [], as: UTF8.self).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }
}
