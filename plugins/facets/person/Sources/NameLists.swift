internal import Gazetteer
internal import PluginAPI

/// The words beside the table of persons.
///
/// A class, as the readers of each document hold it.
final class NameLists: Sendable {
    /// What an office's words say of the name beside them.
    enum Office: String, CaseIterable {
        /// Of a State, a body or a movement.
        case office
        /// One that companies have too, which asks for a country or a body; a head does so only behind a name, and before one
        /// must not be told to be another's: *Apple President Tim Cook*.
        case post, head
        /// A rank or a dignity, mostly before a name.
        case title
        /// A dignity that stands before given names: *King Hussein*.
        case crown
        /// Mr and the like, which anybody has.
        case address
    }

    /// Given names, folded.
    let given: Set<String>
    /// Words that may begin with a capital and are part of no name, folded.
    let notNames: Set<String>
    /// Of these the words after which what stands before is a place, a body or a thing: *King Street*.
    let things: Set<String>
    /// And of these the ones that are named after persons: *George Washington University*.
    let namesakes: Set<String>
    private let offices: [(form: String, kind: Office)]

    init(_ files: [String: [UInt8]]) {
        var (given, notNames, things, namesakes) = (
            Set<String>(), Set<String>(), Set<String>(), Set<String>()
        )
        var offices: [(form: String, kind: Office)] = []
        for row in Self.rows(files["offices.tsv"]) where row.count == 2 {
            if let kind = Office(rawValue: row[1]) { offices.append((row[0], kind)) }
        }
        for row in Self.rows(files["lists.tsv"]) where row.count == 2 {
            switch row[0] {
            case "given": given.insert(row[1])
            case "not-name": notNames.insert(row[1])
            case "thing": things.insert(row[1])
            case "namesake": namesakes.insert(row[1])
            default: break
            }
        }
        things.formUnion(namesakes)
        notNames.formUnion(things)
        (self.given, self.notNames, self.things, self.namesakes) = (given, notNames, things, namesakes)
        self.offices = offices
    }

    /// Offices and titles as a table, whose ids are the kinds. Titles ask for a capital, since *general* is also a word.
    func officeTable() throws(GazetteerError) -> GazetteerPlugin {
        let rows = offices.map { form, kind in
            let isTitle = [.title, .crown, .address].contains(kind)
            let words = isTitle ? form.prefix(1).uppercased() + form.dropFirst() : form
            return "\(kind)\t\(kind)\t\(words)\toffice\t\(words == words.lowercased() ? "any" : "caps")"
        }
        let text = (["id\tlabel\tform\tkind\tcase"] + rows).joined(separator: "\n")
        return try GazetteerPlugin(
            manifest: PluginManifest(name: "office", kind: .facet, version: 1, summary: ""),
            table: Array(text.utf8))
    }

    private static func rows(_ bytes: [UInt8]?) -> [[String]] {
        String(decoding: bytes ?? [], as: UTF8.self).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }
}
