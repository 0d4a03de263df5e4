import Dossier
import PluginAPI
import TerminalText

/// A document as a reference in RIS, as EndNote, Zotero and others read it.
///
/// With a publisher it is an article of a newspaper, else with an address a web page, else of no kind. Authors stand as
/// the document has them: which part of a name is the surname is not known of most. The text, which is not the
/// scholar's to publish, is left out.
///
/// Source: RIS Format Specifications, Research Information Systems, 2011.
func risRecord(of document: StoredDocument) -> String {
    let isNews = document.publisher != nil
    var fields: [(tag: String, value: String?)] = [
        ("TY", isNews ? "NEWS" : webAddress(document.canonicalURL) != nil ? "ELEC" : "GEN"),
        ("ID", document.identifier), ("TI", document.title),
    ]
    fields += document.authors.map { ("AU", $0) }
    fields += [
        ("T2", document.publisher), ("PB", document.publisher),
        ("PY", document.published?.yearText),
        ("DA", document.published.map(risDate)), ("SE", document.section),
        ("LA", document.language), ("UR", document.canonicalURL),
        ("N1", document.republishedFrom.map { "First in \($0)" }),
    ]
    let lines = fields.compactMap { tag, value -> String? in
        guard let value = value.map(oneLine), !value.isEmpty else { return nil }
        return "\(tag)  - \(value)\r\n"
    }
    return lines.joined() + "ER  - \r\n\r\n"
}

private func risDate(_ date: CalendarDate) -> String {
    date.parts.joined(separator: "/") + "/"
}

extension CalendarDate {
    /// Year, month and day, as in `2017-03-03`.
    fileprivate var parts: [Substring] { description.split(separator: "-") }

    var yearText: String { String(parts[0]) }

    /// From 0.
    var monthIndex: Int { (Int(parts[1]) ?? 1) - 1 }

    /// Without a zero before it.
    var dayText: String { String(Int(parts[2]) ?? 1) }
}

/// Without line breaks and controls, and with single blanks.
func oneLine(_ text: String) -> String {
    printable(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
