import Dossier
import PluginAPI

extension Command {
    static let search = Command(
        name: "search", summary: "Find articles by words, actors and dates, the best first.",
        operands: "[QUERY…]",
        operandCount: 0...Int.max,
        details: """
            A query is words, any of which may match; "quoted phrases"; AND, OR, NOT and parentheses; title:word. \
            What stands around an article is found when named: author:rinna by who wrote it, zone:byline rinna in one part \
            of the text alone. A zone is that of the next word, phrase or parentheses; there are title, lead, body, \
            caption, byline, biography, notice and boilerplate. Write a phrase or parentheses between single quotes, to keep them from the shell. A query may be empty \
            when a filter is given; several filters must all hold.

            sanctions NEAR/5 country:KR finds both with at most five words between them, in any order; PRE/5 the first \
            before the second; NEAR alone allows ten words, and 63 are the most. Words, phrases, facet values and (one OR \
            another) can stand beside it, and chains: a NEAR/3 b NEAR/3 c. A phrase may hold facet values, which stand for \
            any words that name them: "country:US sanctions on country:'South Korea'".

              dossier search missile defence --actor "South Korea" --from 2016
              dossier search '"grain corridor" NOT insurance' --country TR
              dossier search 'sanctions AND zone:byline "sol rinna"'
              dossier search 'country:KR NEAR/5 (sanctions OR embargo)'
              dossier search --alliance quad --limit 3

            With --json, the snippet is HTML: hit words stand in <mark>, the rest is escaped.
            Exit codes: 0 found, 1 nothing found, 2 error.
            """,
        options: Option.narrowing + Option.ranking + [.collapse, .limit, .offset, .json] + Option.opening,
        run: runSearch)
}

private func runSearch(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    var request = arguments.request(arguments.operands)
    guard request.hasCondition else {
        throw UsageError("Say what to search for: words, or a filter such as --actor or --from.")
    }
    let index = try arguments.openIndex()
    request.limit = arguments.limit ?? 10
    request.countedFacets = index.facetNames
    let results = try index.search(request)
    let documents = try results.hits.map { try index.fetch($0.reference) }
    let snippets = try index.snippets(of: documents, for: request)
    let hits = results.hits.indices.map {
        FoundDocument(
            document: documents[$0], hit: results.hits[$0], snippet: snippets[$0])
    }
    writeOut(
        arguments.isJSON
            ? json(results, hits).text + "\n" : text(results, hits, offset: request.offset, on: screen))
    if results.isPartial { complain("The time ran out: there may be better hits, and more of them.") }
    return results.total == 0 ? .nothingFound : .success
}

/// A hit with what is printed of it.
struct FoundDocument {
    var document: StoredDocument
    var hit: Hit
    var score: Float { hit.score }
    var snippet: Snippet
}

extension StoredDocument {
    /// The title, or words in its place; never empty.
    var shownTitle: String {
        let title = printable(title)
        return columnCount(title.filter { $0 != " " }) > 0 ? title : "(without title)"
    }
}

extension SearchRequest {
    /// Whether it leaves anything out.
    var hasCondition: Bool {
        !filters.isEmpty || from != nil || to != nil || query.contains { !$0.isWhitespace }
    }
}

private func json(_ results: SearchResults, _ hits: [FoundDocument]) -> JSON {
    var members: [(key: String, value: JSON)] = [
        ("total", .integer(results.total)),
        (
            "hits",
            .array(
                hits.map { hit in
                    let copies: [(key: String, value: JSON)] =
                        results.distinctTotal == nil ? [] : [("copies", .integer(hit.hit.copyCount))]
                    return .object(
                        [
                            ("id", .string(hit.document.identifier)), ("title", .string(hit.document.title)),
                            ("score", .score(hit.score)), ("date", .date(hit.document.published)),
                            ("snippet", .snippet(hit.snippet)),
                        ] + copies)
                })
        ),
        ("facets", .facets(results.facets, limit: nil)),
    ]
    if let distinct = results.distinctTotal { members.insert(("distinct", .integer(distinct)), at: 1) }
    if results.isPartial { members.append(("partial", .bool(true))) }
    return .object(members)
}

private func text(
    _ results: SearchResults, _ hits: [FoundDocument], offset: Int, on screen: Screen
) -> String {
    guard results.total > 0 else { return "no article matches\n" }
    let rankWidth = String(offset + hits.count).count
    var lines: [String] = []
    for (index, hit) in hits.enumerated() {
        lines += describe(hit, rank: String(offset + index + 1).aligned(to: rankWidth), on: screen)
        lines.append("")
    }
    for counts in results.facets where !counts.values.isEmpty {
        lines += facetLine(counts, on: screen)
    }
    lines.append(totalLine(results, shown: hits.count, offset: offset))
    return lines.joined(separator: "\n") + "\n"
}

private func describe(_ hit: FoundDocument, rank: String, on screen: Screen) -> [String] {
    let document = hit.document
    let indent = rank.count + 2
    let title = wrap(document.shownTitle, width: screen.width, indent: indent)
    // Without words there is no score.
    let score = hit.score > 0 ? "score " + fixed(Double(hit.score), digits: 2) : nil
    let copies = hit.hit.copyCount
    let more = copies > 0 ? "+\(copies) \(copies == 1 ? "copy" : "copies")" : nil
    let facts = [document.published?.description, document.identifier, score, more].compactMap(\.self)
    // The rank stands in the indent of the title's first line.
    return ["\(rank). " + screen.bold(String(title[0].dropFirst(indent)))]
        + title.dropFirst().map(screen.bold)
        + [String(repeating: " ", count: indent) + screen.dim(printable(facts.joined(separator: " · ")))]
        + wrap(words(of: hit.snippet, on: screen), width: screen.width, indent: indent)
}

/// The commonest values of a facet over all hits, as many as fit on two lines; no value is torn apart.
func facetLine(_ counts: FacetCounts, on screen: Screen) -> [String] {
    let values = counts.values.map { "\(printable($0.label)) \($0.count)" }
    for shown in stride(from: min(values.count, 12), through: 1, by: -1) {
        var words = [counts.facet + ":"] + values.prefix(shown).map { $0 + "," }
        words[shown].removeLast()
        if values.count > shown { words[shown] += ", … \(values.count - shown) more" }
        var lines = wrap(words.map { LaidOutWord($0) }, width: screen.width, indent: 2)
        if lines.count > 2, shown > 1 { continue }
        lines[0].removeFirst(2)
        return lines
    }
    return []
}

private func totalLine(_ results: SearchResults, shown: Int, offset: Int) -> String {
    var line = "total: \(counted(results.total, "article"))"
    if let distinct = results.distinctTotal { line += ", \(distinct) without copies" }
    let total = results.distinctTotal ?? results.total
    if shown == 0 || shown == total { return line }
    let range = shown == 1 ? "\(offset + 1)" : "\(offset + 1)–\(offset + shown)"
    let next = offset + shown < total ? "; more with --offset \(offset + shown)" : ""
    return line + ", here \(range)" + next
}
