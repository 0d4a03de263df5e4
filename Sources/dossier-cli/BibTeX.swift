import Dossier
import PluginAPI

/// A document as an entry of a BibTeX file in UTF-8: an article of its publisher, else of no kind.
///
/// Source: O. Patashnik, BibTeXing (1988); `url` and `langid` as in biblatex.
func bibTeXEntry(of document: StoredDocument, keys: inout BibTeXKeys) -> String {
    let authors = document.authors.map(bibTeXName).joined(separator: " and ")
    let date = document.published
    let fields: [(name: String, value: String?)] = [
        ("author", authors.isEmpty ? nil : "{\(authors)}"),
        // A second pair of braces keeps the case of names.
        ("title", document.title.isEmpty ? nil : "{{\(bibTeXText(document.title))}}"),
        ("journal", document.publisher.map { "{\(bibTeXText($0))}" }),
        ("year", date.map { "{\($0.yearText)}" }), ("month", date.map { months[$0.monthIndex] }),
        ("day", date.map { "{\($0.dayText)}" }),
        ("url", webAddress(document.canonicalURL).map { "{\(bibTeXAddress($0))}" }),
        ("langid", document.language.map { "{\(bibTeXText($0))}" }),
        ("note", document.republishedFrom.map { "{First in \(bibTeXText($0))}" }),
    ]
    let lines = fields.compactMap { name, value in value.map { "  \(name) = \($0),\n" } }
    let kind = document.publisher == nil ? "misc" : "article"
    return "@\(kind){\(keys.key(of: document)),\n" + lines.joined() + "}\n\n"
}

private let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

/// A name that BibTeX must not take apart, as that of a ministry of trade and industry, in braces.
private func bibTeXName(_ name: String) -> String {
    let words = name.lowercased().split(whereSeparator: \.isWhitespace)
    return words.contains("and") ? "{\(bibTeXText(name))}" : bibTeXText(name)
}

/// Text on one line in which LaTeX sees no command. Braces become commands too: BibTeX counts even escaped ones.
func bibTeXText(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in oneLine(text).unicodeScalars {
        switch scalar {
        case "\\": result.append(contentsOf: "\\textbackslash{}".unicodeScalars)
        case "{": result.append(contentsOf: "\\textbraceleft{}".unicodeScalars)
        case "}": result.append(contentsOf: "\\textbraceright{}".unicodeScalars)
        case "~": result.append(contentsOf: "\\textasciitilde{}".unicodeScalars)
        case "^": result.append(contentsOf: "\\textasciicircum{}".unicodeScalars)
        case "$", "&", "%", "#", "_":
            result.append("\\")
            result.append(scalar)
        default: result.append(scalar)
        }
    }
    return String(result)
}

/// An address as `\url` takes it, verbatim; what would end it is percent-encoded.
private func bibTeXAddress(_ address: String) -> String {
    percentEncoded(address) { !"{}\\\"".utf8.contains($0) }
}

/// Makes a key of author, year and title for each entry of a file, each once: `doe2017radar`.
struct BibTeXKeys {
    private var used: Set<String> = []

    mutating func key(of document: StoredDocument) -> String {
        let author = document.authors.first?.split(whereSeparator: \.isWhitespace).last.map(plain) ?? ""
        let words = document.title.split { !$0.isLetter && !$0.isNumber }.map(plain)
        let word = words.first { $0.utf8.count > 3 } ?? words.first ?? ""
        let stem = author + (document.published?.yearText ?? "") + word
        let first = stem.isEmpty ? "article" : stem
        var (key, number) = (first, 1)
        while !used.insert(key).inserted {
            number += 1
            key = "\(first)-\(number)"
        }
        return key
    }

    /// Letters and digits of ASCII in lower case, without accents.
    private func plain(_ word: Substring) -> String {
        var result = String.UnicodeScalarView()
        for scalar in word.lowercased().unicodeScalars {
            if scalar.isASCIIAlphanumeric {
                result.append(scalar)
            } else if let letter = unaccented(scalar) {
                result.append(letter)
            }
        }
        return String(result)
    }

    /// The `o` of an `ö`, whose name is LATIN SMALL LETTER O WITH DIAERESIS.
    private func unaccented(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        let start = "LATIN SMALL LETTER "
        guard let name = scalar.properties.name, name.hasPrefix(start) else { return nil }
        let letter = name.dropFirst(start.count).prefix { $0 != " " }.lowercased().unicodeScalars
        return letter.count == 1 ? letter.first : nil
    }
}
