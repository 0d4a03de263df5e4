import Dossier
import JSONValues
import PluginAPI
import TerminalText

extension Command {
    static let show = Command(
        name: "show", summary: "Print an article, or the words that gave its facets.", operands: "ID",
        operandCount: 1...1,
        details: """
            The text is what is searched: without menus, bylines, author notes and reply forms.

              dossier show articles/text/shield-on-the-hill.txt --facets
            """,
        options: [.evidence, .json] + Option.opening, completion: .identifier, run: runShow)
}

private func runShow(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let index = try arguments.openIndex()
    let document = try index.document(arguments.operands[0])
    let evidence = arguments.showsFacets ? try index.evidence(for: document.identifier) : nil
    if arguments.isJSON {
        writeOut(json(document, evidence).line)
    } else {
        let lines = heading(of: document, ArticleFiles(ofIndex: index.path), on: screen) + [""]
        let body = evidence.map { describe($0, on: screen) } ?? paragraphs(of: document, on: screen)
        writePaged((lines + body).joined(separator: "\n") + "\n", on: screen)
    }
    return .success
}

private func heading(of document: StoredDocument, _ files: ArticleFiles, on screen: Screen) -> [String] {
    let authors = document.authors.isEmpty ? nil : "By " + document.authors.joined(separator: ", ")
    let facts = [
        document.published?.description, document.publisher,
        document.republishedFrom.map { "first in \($0)" },
        document.canonicalURL,
    ].compactMap(\.self)
    let file = screen.hasHyperlinks ? files.url(of: document.identifier) : nil
    let page = webAddress(document.canonicalURL) ?? file
    return wrap(document.shownTitle, width: screen.width).map { screen.link(screen.bold($0), to: page) }
        + [authors, facts.isEmpty ? nil : facts.joined(separator: " · ")].compactMap(\.self).map(printable)
        + [screen.dim(screen.link(printable(document.identifier), to: file))]
}

/// The article's zones but the title, with an empty line after each.
private func paragraphs(of document: StoredDocument, on screen: Screen) -> [String] {
    let zones = document.zones.filter { $0.kind.isArticle && $0.kind != .title }
    let blocks = zones.map { zone in
        String(decoding: document.text[zone.range], as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { line in
                screen.isTerminal && !line.isEmpty
                    ? wrap(String(line), width: min(screen.width, 100)) : [printable(String(line))]
            }
    }
    return Array(blocks.joined(separator: [""]))
}

private func describe(_ evidence: [FacetEvidence], on screen: Screen) -> [String] {
    if evidence.isEmpty { return ["no facet values"] }
    return evidence.flatMap { value in
        var words = value.wordCounts.prefix(8).map {
            printable("\($0.shownWords) ×\($0.count) (\($0.rule))")
        }
        if value.wordCounts.count > 8 { words.append("… \(value.wordCounts.count - 8) more") }
        for place in words.indices.dropLast() { words[place] += "," }
        if value.isStated { words = ["stated by the source"] }
        if value.isGiven { words = ["given by the overlay"] }
        // Words and their count stay together.
        let all = [printable("\(value.facet) \(value.id) \(value.label):")] + words
        var lines = wrap(all.map { LaidOutWord($0) }, width: screen.width, indent: 2)
        lines[0].removeFirst(2)
        return lines
    }
}

private func json(_ document: StoredDocument, _ evidence: [FacetEvidence]?) -> JSON {
    let article = document.zones.filter { $0.kind.isArticle && $0.kind != .title }
        .map { String(decoding: document.text[$0.range], as: UTF8.self) }
    var members: [(key: String, value: JSON)] = [
        ("id", .string(document.identifier)), ("title", .string(document.title)),
        ("authors", .array(document.authors.map { .string($0) })), ("date", .date(document.published)),
        ("publisher", .string(document.publisher)), ("republishedFrom", .string(document.republishedFrom)),
        ("language", .string(document.language)), ("url", .string(document.canonicalURL)),
        ("text", .string(article.joined(separator: "\n\n"))),
    ]
    if let evidence { members.append(("facets", json(evidence))) }
    return .object(members)
}

private func json(_ evidence: [FacetEvidence]) -> JSON {
    let facets = evidence.reduce(into: [String]()) { if !$0.contains($1.facet) { $0.append($1.facet) } }
    return .object(
        facets.map { facet in
            let values = evidence.filter { $0.facet == facet }.map { value in
                let words = value.wordCounts.map {
                    JSON.object([
                        ("words", .string($0.words)), ("count", .integer($0.count)),
                        ("rule", .string($0.rule)),
                    ])
                }
                return JSON.object([
                    ("id", .string(value.id)), ("label", .string(value.label)),
                    ("count", .integer(value.places.count)), ("stated", .bool(value.isStated)),
                    ("given", .bool(value.isGiven)),
                    ("words", .array(words)),
                ])
            }
            return (facet, .array(values))
        })
}
