import Dossier
import JSONValues
import PluginAPI
import TerminalText

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
              dossier search grain --any-of country=UA,RU --not country=TR --sort -date
              dossier search grain --limit all --csv > grain.csv
              dossier search grain --limit all --bibtex > grain.bib

            With --json, --jsonl and --csv a snippet is HTML: hit words stand in <mark>, the rest is escaped. With --json, \
            "next" is what --after takes for the page behind this one. On a terminal, what is longer than it is shown by \
            DOSSIER_PAGER, else PAGER, else less.
            Ctrl-C ends a search with what it has found by then; a second one ends the command at once.
            Exit codes: 0 found, 1 nothing found, 2 error, 130 stopped by Ctrl-C.
            """,
        options: Option.narrowing + Option.ranking
            + [.sideways, .context, .full, .collapse, .sort, .limit, .offset, .after, .cite] + Option.forms
            + Option.opening,
        completion: .query, run: runSearch)
}

private func runSearch(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let arguments = arguments.stoppable()
    var request = arguments.request(arguments.operands)
    guard request.hasCondition else {
        throw UsageError("Say what to search for: words, or a filter such as --actor or --from.")
    }
    let index = try arguments.openIndex()
    let limit = arguments.limit ?? 10
    // No search finds more than there is.
    request.limit = limit == Int.max ? try index.statistics().documentCount : limit
    if arguments.format.countsFacets { request.countedFacets = index.facetNames }
    if arguments.format == .text { request.facetValueLimit = facetValuesShown }
    let results = try index.search(request)
    let cited = try arguments.cited("search", index, isPartial: results.isPartial)
    let code = try printHits(of: results, for: request, in: index, cited: cited, arguments, screen)
    if results.total == 0, !results.isPartial, arguments.format == .text {
        writeError(advice(for: request, in: index))
    }
    return code
}

/// What may help where nothing was found: another spelling, and which part of the query has no hits.
private func advice(for request: SearchRequest, in index: SearchIndex) -> String {
    var lines: [String] = []
    if let correction = try? index.correction(of: request) {
        lines.append("did you mean: \(printable(correction.text))")
    }
    let parts = (try? index.partCounts(of: request)) ?? []
    if parts.count > 1 {
        let width = parts.map { String($0.count).count }.max() ?? 1
        lines.append("each part alone:")
        lines += parts.prefix(20).map { "  \(String($0.count).aligned(to: width))  \(printable($0.text))" }
        if parts.count > 20 { lines.append("  … \(parts.count - 20) more") }
    }
    return lines.map { $0 + "\n" }.joined()
}

/// Prints the hits of a search and what there is to tell about them.
func printHits(
    of results: SearchResults, for request: SearchRequest, in index: SearchIndex,
    cited: CitedCommand? = nil, _ arguments: Arguments, _ screen: Screen
) throws -> ExitCode {
    let page = ResultPage(results: results, index: index, request: request, cited: cited)
    if arguments.format == .text {
        writePaged(try text(page, on: screen) + (cited?.text(on: screen) ?? ""), on: screen)
    } else {
        try page.write(as: arguments.format)
    }

    results.notes.forEach(complain)
    if results.isPartial || arguments.stop?.exitCode != nil {
        arguments.complainOfPartial("there may be better hits, and more of them.")
    }
    return arguments.stop?.exitCode ?? (results.total == 0 ? .nothingFound : .success)
}

/// A hit with what is printed of it.
struct FoundDocument {
    var document: StoredDocument
    var hit: Hit
    var score: Float { hit.score }
    var snippet: Snippet
}

extension SearchRequest {
    /// Whether it leaves anything out.
    var hasCondition: Bool {
        !filters.isEmpty || from != nil || to != nil || query.contains { !$0.isWhitespace }
    }
}

private func text(_ page: ResultPage, on screen: Screen) throws -> String {
    let (results, offset) = (page.results, page.results.position + page.request.offset)
    guard results.total > 0 else {
        return results.isPartial ? "no article was found by then\n" : "no article matches\n"
    }
    let rankWidth = String(offset + results.hits.count).count
    let files = ArticleFiles(ofIndex: page.index.path)
    var lines: [String] = []
    try page.forEachHit { number, hit in
        lines += describe(hit, rank: String(offset + number).aligned(to: rankWidth), files, on: screen)
        lines.append("")
    }
    for counts in results.facets where !counts.values.isEmpty {
        lines += facetLine(counts, on: screen)
    }
    lines.append(totalLine(results, shown: results.hits.count, offset: offset))
    return lines.joined(separator: "\n") + "\n"
}

private func describe(
    _ hit: FoundDocument, rank: String, _ files: ArticleFiles, on screen: Screen
) -> [String] {
    let document = hit.document
    let indent = rank.count + 2
    let title = wrap(document.shownTitle, width: screen.width, indent: indent)
    // Without words there is no score.
    let score = hit.score > 0 ? "score " + fixed(Double(hit.score), digits: 2) : nil
    let copies = hit.hit.copyCount
    let more = copies > 0 ? "+\(copies) \(copies == 1 ? "copy" : "copies")" : nil
    let file = screen.hasHyperlinks ? files.url(of: document.identifier) : nil
    let page = webAddress(document.canonicalURL) ?? file
    let facts = [
        document.published?.description, screen.link(printable(document.identifier), to: file), score, more,
    ].compactMap(\.self)
    func shown(_ title: some StringProtocol) -> String { screen.link(screen.bold(String(title)), to: page) }
    let blanks = String(repeating: " ", count: indent)
    // The rank stands in the indent of the title's first line.
    return ["\(rank). " + shown(title[0].dropFirst(indent))]
        + title.dropFirst().map { blanks + shown($0.dropFirst(indent)) }
        + [blanks + screen.dim(facts.joined(separator: " · "))]
        + wrap(words(of: hit.snippet, on: screen), width: screen.width, indent: indent)
}

/// How many values of a facet are shown beside hits.
private let facetValuesShown = 12

/// The commonest values of a facet over all hits, as many as fit on two lines; no value is torn apart.
func facetLine(_ counts: FacetCounts, on screen: Screen) -> [String] {
    let values = counts.choicesFirst.map { "\(FacetCounts.marked($0)) \($0.count)" }
    for shown in stride(from: min(values.count, facetValuesShown), through: 1, by: -1) {
        var words = [counts.facet + ":"] + values.prefix(shown).map { $0 + "," }
        words[shown].removeLast()
        if counts.valueCount > shown { words[shown] += ", … \(counts.valueCount - shown) more" }
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
    let way = results.next.map { "--after \($0)" } ?? "--offset \(offset + shown)"
    return line + ", here \(range)" + (offset + shown < total ? "; more with \(way)" : "")
}
