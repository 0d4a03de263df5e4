import Dossier
import PluginAPI

/// A JSON value to be printed on one line.
enum JSON {
    case null
    case bool(Bool)
    case integer(Int)
    case real(Double)
    case string(String)
    case array([JSON])
    case object([(key: String, value: JSON)])

    /// A score: the shortest decimal that reads back as the same `Float`.
    static func score(_ score: Float) -> JSON { .real(Double("\(score)") ?? .nan) }

    static func string(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

    static func date(_ date: CalendarDate?) -> JSON { .string(date?.description) }

    /// Valid JSON on one line.
    var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        // JSON has no infinity and no NaN.
        case .real(let value): text += value.isFinite ? "\(value)" : "null"
        case .string(let value): JSON.write(value, to: &text)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                JSON.write(member.key, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            // Line separators would split a line for readers that know them as line ends.
            case "\0"..<" ", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
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
    static func snippet(_ snippet: Snippet) -> JSON {
        let bytes = Array(snippet.text.utf8)
        let html = pieces(of: 0..<bytes.count, marks: snippet.marks).map { piece in
            let text = escaped(String(decoding: bytes[piece.range], as: UTF8.self))
            return piece.isMarked ? "<mark>\(text)</mark>" : text
        }
        return .string(html.joined())
    }

    private static func escaped(_ text: String) -> String {
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
}
