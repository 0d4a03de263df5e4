import PluginAPI
import TextFormat

/// The block of metadata that site generators put before the text: lines `key: value` between lines of `---`, or
/// `key = value` between lines of `+++`.
///
/// ```
/// ---
/// title: "The ferry: a return"
/// authors: [Ann Lee, Bo Dahl]        or one a line, each after a hyphen
/// date: 2019-05-04
/// lang: en
/// ---
/// ```
struct FrontMatter {
    /// Index of the first byte after the block; 0 without one.
    var end = 0
    private var values: [String: [String]] = [:]

    private static let lineLimit = 500

    init(_ text: [UInt8]) {
        guard let fence = ["---", "+++"].first(where: { text.starts(with: $0.utf8) }) else { return }
        var (line, key, start) = (0, "", 0)
        var found: [String: [String]] = [:]
        while start < text.count, line < Self.lineLimit {
            let lineEnd = text[start...].firstIndex(of: 0x0A) ?? text.count
            let content = String(decoding: text[start..<lineEnd], as: UTF8.self).trimmingEnd
            start = min(lineEnd + 1, text.count)
            line += 1
            if line == 1 {
                if content != fence { return }
            } else if content == fence || (fence == "---" && content == "...") {
                (end, values) = (start, found)
                return
            } else {
                Self.read(content[...], isTOML: fence == "+++", &key, into: &found)
            }
        }
    }

    var title: String? { first("title") }

    func apply(to document: inout Document) {
        func take<Value>(_ value: Value?, _ field: MetadataField, _ path: WritableKeyPath<Document, Value?>) {
            guard let value else { return }
            document[keyPath: path] = value
            document.signals[field] = .header
        }
        let names = ["author", "authors", "by", "creator"].flatMap { values[$0] ?? [] }.flatMap(Byline.split)
        if !names.isEmpty { (document.authors, document.signals[.authors]) = (names, .header) }
        take(date("date", "published", "pubdate", "created"), .published, \.published)
        take(date("updated", "modified", "lastmod", "last_modified_at"), .modified, \.modified)
        take(first("publisher", "publication", "site"), .publisher, \.publisher)
        take(first("section"), .section, \.section)
        take(first("lang", "language", "locale"), .language, \.language)
        take(first("canonical_url", "canonical", "url", "source_url"), .canonicalURL, \.canonicalURL)
        if document.canonicalURL?.contains("://") == false {
            (document.canonicalURL, document.signals[.canonicalURL]) = (nil, nil)
        }
    }

    private func first(_ keys: String...) -> String? { keys.lazy.compactMap { values[$0]?.first }.first }

    private func date(_ keys: String...) -> CalendarDate? {
        keys.lazy.compactMap { values[$0]?.first }.compactMap { text in
            CalendarDate(iso8601: text) ?? DateLine.parse(Array(text.utf8))
        }.first
    }

    /// Reads a line: a key with its value or values, or one more value of the key before it.
    private static func read(
        _ line: Substring, isTOML: Bool, _ key: inout String, into values: inout [String: [String]]
    ) {
        let trimmed = line.drop(while: { $0 == " " || $0 == "\t" })
        if trimmed.hasPrefix("#") || trimmed.isEmpty { return }
        if trimmed.hasPrefix("- "), !key.isEmpty {
            var item = trimmed.dropFirst(2)
            if item.hasPrefix("name:") { item = item.dropFirst(5) }
            if let value = plain(item) { values[key, default: []].append(value) }
            return
        }
        // What stands further in belongs to a structure that is not read.
        guard trimmed.startIndex == line.startIndex,
            let colon = trimmed.firstIndex(of: isTOML ? "=" : ":")
        else { return }
        key = trimmed[..<colon].lowercased().filter { !$0.isWhitespace && $0 != "\"" }
        let rest = trimmed[trimmed.index(after: colon)...].drop(while: \.isWhitespace)
        if rest.hasPrefix("["), rest.hasSuffix("]") {
            values[key] = rest.dropFirst().dropLast().split(separator: ",").compactMap(plain)
        } else if let value = plain(rest) {
            values[key] = [value]
        }
    }

    /// A value without white space and quotation marks around it; nil when nothing is left.
    private static func plain(_ text: Substring) -> String? {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        if let quote = text.first, quote == "\"" || quote == "'", text.count >= 2, text.last == quote {
            text = text.dropFirst().dropLast()
        }
        return text.isEmpty || text == "null" || text == "~" ? nil : String(text)
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var text = self[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
