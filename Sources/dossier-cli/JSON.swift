import Dossier
import JSONValues
import PluginAPI

/// What commands print with `--json`, each value on a line.
typealias JSON = JSONValue

extension JSON {
    static func object(_ members: [(key: String, value: JSON)]) -> JSON {
        .object(JSONObject(members.map { JSONObject.Member($0.key, $0.value) }))
    }

    /// A score: the shortest decimal that reads back as the same `Float`.
    static func score(_ score: Float) -> JSON { .number(Double("\(score)") ?? .nan) }

    static func string(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

    static func date(_ date: CalendarDate?) -> JSON { .string(date?.description) }

    /// Valid JSON on one line.
    var text: String {
        var bytes: [UInt8] = []
        bytes.appendJSON(self)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The version of what `--json` prints. It grows when a member goes or changes its meaning, not when one is added.
    static let schemaVersion = 1

    /// A line of output: an object, which begins with the version.
    var line: String {
        guard case .object(var object) = self else { return text + "\n" }
        object.members.insert(.init("schema", .integer(JSON.schemaVersion)), at: 0)
        return JSON.object(object).text + "\n"
    }
}

extension JSON {
    /// `{"country":[{"id":"KR","label":"South Korea","count":3}]}`; under `actor` each value names its facet too.
    static func facets(_ facets: [FacetCounts], limit: Int?) -> JSON {
        .object(
            facets.map { counts in
                let values = counts.values.prefix(limit ?? Int.max).map { value in
                    var members: [(key: String, value: JSON)] = [
                        ("id", .string(value.id)), ("label", .string(value.label)),
                        ("count", .integer(value.count)),
                    ]
                    if value.facet != counts.facet { members.append(("facet", .string(value.facet))) }
                    if let choice = value.choice {
                        members.append((choice == .included ? "selected" : "excluded", .bool(true)))
                    }
                    return JSON.object(members)
                }
                return (counts.facet, .array(values))
            })
    }

    /// HTML: matching words stand in `<mark>` elements, the rest is escaped.
    static func snippet(_ snippet: Snippet) -> JSON { .string(html(of: snippet)) }
}

/// Matching words in `<mark>` elements, the rest escaped.
func html(of snippet: Snippet) -> String {
    let bytes = Array(snippet.text.utf8)
    return pieces(of: 0..<bytes.count, marks: snippet.marks).map { piece in
        let text = escapedForHTML(String(decoding: bytes[piece.range], as: UTF8.self))
        if !piece.isMarked { return text }
        return snippet.isEvidence(piece.range)
            ? "<mark class=\"actor\">\(text)</mark>" : "<mark>\(text)</mark>"
    }.joined()
}

private func escapedForHTML(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
