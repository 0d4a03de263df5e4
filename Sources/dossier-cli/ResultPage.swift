import Dossier
import JSONValues
import PluginAPI

/// The hits of a search, to be fetched and written.
struct ResultPage {
    let results: SearchResults
    let index: SearchIndex
    let request: SearchRequest
    /// What the answer depends on, where it is to be told.
    var cited: CitedCommand?

    /// Hits that are in memory at once.
    private static let batchSize = 256

    /// Calls `body` with the hits in their order, counted from 1, until the request is cancelled.
    func forEachHit(_ body: (_ number: Int, _ hit: FoundDocument) throws -> Void) throws {
        for start in stride(from: 0, to: results.hits.count, by: ResultPage.batchSize) {
            // The first are what was found by then.
            if start > 0, request.cancellation?.isCancelled == true { return }
            let hits = results.hits[start..<min(start + ResultPage.batchSize, results.hits.count)]
            let documents = try index.fetch(hits.map(\.reference))
            let snippets = try index.snippets(of: documents, for: request)
            for (place, hit) in hits.enumerated() {
                try body(
                    start + place + 1,
                    FoundDocument(document: documents[place], hit: hit, snippet: snippets[place]))
            }
        }
    }

    /// Writes the hits in a form for programs.
    func write(as format: OutputFormat) throws {
        switch format {
        case .text: break
        case .json: try writeJSON()
        case .jsonLines: try writeJSONLines()
        case .csv: try writeCSV()
        case .ris: try forEachHit { _, hit in writeOut(risRecord(of: hit.document)) }
        case .bibtex:
            var keys = BibTeXKeys()
            try forEachHit { _, hit in writeOut(bibTeXEntry(of: hit.document, keys: &keys)) }
        }
        tellRest(format)
    }

    private func writeJSON() throws {
        var hits: [JSON] = []
        try forEachHit { _, hit in hits.append(.object(members(of: hit))) }
        writeOut(JSON.object(summary(with: [("hits", .array(hits))])).citing(cited).line)
    }

    private func writeJSONLines() throws {
        try forEachHit { number, hit in
            writeOut(
                JSON.object(
                    [
                        ("type", .string("hit")),
                        ("rank", .integer(results.position + request.offset + number)),
                    ] + members(of: hit)
                ).line)
        }
        writeOut(JSON.object([("type", .string("summary"))] + summary(with: [])).citing(cited).line)
    }

    private func members(of hit: FoundDocument) -> [(key: String, value: JSON)] {
        let copies: [(key: String, value: JSON)] =
            results.distinctTotal == nil ? [] : [("copies", .integer(hit.hit.copyCount))]
        return [
            ("id", .string(hit.document.identifier)), ("title", .string(hit.document.title)),
            ("score", .score(hit.score)), ("date", .date(hit.document.published)),
            ("snippet", .snippet(hit.snippet)),
        ] + copies
    }

    private func summary(with hits: [(key: String, value: JSON)]) -> [(key: String, value: JSON)] {
        var members: [(key: String, value: JSON)] = [("total", .integer(results.total))]
        if let distinct = results.distinctTotal { members.append(("distinct", .integer(distinct))) }
        members += hits + [("facets", .facets(results.facets, limit: nil))]
        if results.isPartial { members.append(("partial", .bool(true))) }
        if let next = results.next { members.append(("next", .string(next))) }
        return members
    }

    private func writeCSV() throws {
        writeOut(
            csvLine([
                "rank", "id", "title", "authors", "date", "publisher", "republished_from", "language", "url",
                "score", "snippet",
            ]))
        try forEachHit { number, hit in
            let document = hit.document
            writeOut(
                csvLine([
                    String(results.position + request.offset + number), document.identifier, document.title,
                    document.authors.joined(separator: "; "), document.published?.description ?? "",
                    document.publisher ?? "", document.republishedFrom ?? "", document.language ?? "",
                    document.canonicalURL ?? "", "\(hit.score)", html(of: hit.snippet),
                ]))
        }
    }

    /// Says on standard error that a list for scholars is not the whole.
    private func tellRest(_ format: OutputFormat) {
        let total = results.distinctTotal ?? results.total
        guard !format.countsFacets, results.hits.count < total else { return }
        complain("\(results.hits.count) of \(counted(total, "article")); --limit all writes all.")
    }
}

extension OutputFormat {
    /// Whether it has room for facets.
    var countsFacets: Bool {
        switch self {
        case .text, .json, .jsonLines: true
        case .csv, .ris, .bibtex: false
        }
    }
}
