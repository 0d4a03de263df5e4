extension Query: CustomStringConvertible {
    /// The query as text that reads back as the same query, but for days and ranges of numbers, which are shown as they
    /// were found.
    public var description: String { text(isInner: false) }

    private func text(isInner: Bool) -> String {
        func joined(_ parts: [Query], _ separator: String) -> String {
            let text = parts.map { $0.text(isInner: true) }.joined(separator: separator)
            return isInner && parts.count > 1 ? "(\(text))" : text
        }
        switch self {
        case .word(let text, let field, let isExact):
            // A surface form without its other forms has no sign of its own.
            return Self.named(field) + (isExact ? "=" : "") + Self.escaped(text)
        case .phrase(let words, let field):
            return Self.named(field) + "\"" + words.joined(separator: " ") + "\""
        case .sloppy(let words, let slop, let field):
            return Self.named(field) + "\"" + words.joined(separator: " ") + "\"~\(slop)"
        case .spelled(let words, let field):
            return Self.named(field) + "=\"" + words.joined(separator: " ") + "\""
        case .pattern(let pattern, let field): return Self.named(field) + pattern.description
        case .near(let parts, let proximities): return near(parts, proximities, isInner: isInner)
        case .and(let parts): return and(parts, isInner: isInner)
        case .or(let parts): return joined(parts, " OR ")
        case .not(let part): return "NOT " + part.text(isInner: true)
        case .within(let zone, let part): return "zone:\(zone) " + part.text(isInner: true)
        case .facet(let name, let value):
            return name + ":"
                + (value.contains { $0.isWhitespace || $0 == "(" || $0 == ")" } ? "\"\(value)\"" : value)
        case .document(let identifier): return "document " + identifier
        case .numbers(let name, let range):
            let (from, to) = (range.from.map { "\($0)" } ?? "*", range.to.map { "\($0)" } ?? "*")
            return "\(name):\(range.includesFrom ? "[" : "{")\(from) TO \(to)\(range.includesTo ? "]" : "}")"
        case .boosted(let part, let boost): return part.text(isInner: true) + "^\(boost)"
        case .date(let bounds):
            let (from, to) = (bounds.from ?? "*", bounds.to ?? "*")
            if bounds.includesFrom, bounds.includesTo, from == to { return "date:" + from }
            return "date:\(bounds.includesFrom ? "[" : "{")\(from) TO \(to)\(bounds.includesTo ? "]" : "}")"
        case .days: return "date"
        case .all: return "*"
        case .nothing: return "()"
        }
    }

    private func and(_ parts: [Query], isInner: Bool) -> String {
        // What is left out follows what it is left out of.
        let text = parts.enumerated().map { index, part in
            if case .not = part { return (index == 0 ? "" : " ") + part.text(isInner: true) }
            return (index == 0 ? "" : " AND ") + part.text(isInner: true)
        }.joined()
        return isInner && parts.count > 1 ? "(\(text))" : text
    }

    private func near(_ parts: [Query], _ proximities: [Proximity], isInner: Bool) -> String {
        var text = ""
        for (index, part) in parts.enumerated() {
            if index > 0 {
                let proximity = proximities[index - 1]
                text += " \(proximity.isOrdered ? "PRE" : "NEAR")/\(proximity.distance) "
            }
            text += part.text(isInner: true)
        }
        return isInner ? "(\(text))" : text
    }

    private static func named(_ field: String?) -> String { field.map { $0 + ":" } ?? "" }

    /// A word, so that no sign in it is taken for more.
    private static func escaped(_ word: String) -> String {
        if ["AND", "OR", "NOT", "NEAR"].contains(word) { return "\"\(word)\"" }
        var result = ""
        for (index, scalar) in word.unicodeScalars.enumerated() {
            let isSign = "()\"\\*?~^:".unicodeScalars.contains(scalar)
            let leads = index == 0 && "+-=/[{".unicodeScalars.contains(scalar)
            if isSign || leads { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
