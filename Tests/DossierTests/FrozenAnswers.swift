import Dossier
import PluginAPI

/// Everything an index says to many questions, a line each, in words that depend on no type's shape.
struct FrozenAnswers {
    private let index: SearchIndex
    private(set) var lines: [String] = []

    init(_ index: SearchIndex, _ queries: [String], documents: [String], facets: [String]) throws {
        self.index = index
        let statistics = try index.statistics()
        lines.append("documents \(statistics.documentCount), deleted \(statistics.deletedCount)")
        for field in statistics.fields {
            lines.append("field \(field.name) of \(field.documentCount), tokens \(field.tokenCount)")
        }
        for query in queries {
            try ask(try plain(query), "‘\(query)’", facets)
            var request = try plain(query)
            request.countsTotal = false
            request.limit = 3
            try ask(request, "best three of ‘\(query)’", [])
        }
        for identifier in documents { try tell(identifier, queries) }
    }

    mutating func append(_ line: String) { lines.append(line) }

    /// Ranked by BM25 alone, every field alike: these answers are about the format, whatever weighs most by default.
    private func plain(_ query: String) throws -> SearchRequest {
        var request = SearchRequest(query)
        request.weighsBursts = false
        for field in try index.statistics().fields { request.fieldWeights[field.name] = 1 }
        return request
    }

    /// Appends what a request finds.
    mutating func ask(_ request: SearchRequest, _ label: String, _ facets: [String]) throws {
        var request = request
        request.countedFacets = facets
        request.facetValueLimit = 5
        let results = try index.search(request)
        lines.append(request.countsTotal ? "\(label): \(results.total)" : label)
        for hit in results.hits {
            lines.append("  \(try index.fetch(hit.reference).identifier) \(hit.score)")
        }
        for counts in results.facets {
            let values = counts.values.map { "\($0.id) (\($0.label)) \($0.count)" }
            lines.append("  \(counts.facet): " + values.joined(separator: ", "))
        }
    }

    /// Appends all about one document.
    private mutating func tell(_ identifier: String, _ queries: [String]) throws {
        let document = try index.document(identifier)
        lines.append("document \(identifier) of \(document.published.map(\.description) ?? "no day")")
        let metadata = [
            document.publisher, document.language, document.canonicalURL, document.republishedFrom,
        ]
        lines.append("  \(document.authors) " + metadata.map { $0 ?? "-" }.joined(separator: " "))
        for zone in document.zones {
            let text = String(decoding: document.text[zone.range], as: UTF8.self)
            lines.append("  zone \(zone.kind.rawValue) at \(zone.range.lowerBound): \(text)")
        }
        for evidence in try index.evidence(for: identifier) {
            lines.append("  \(evidence.facet) \(evidence.id) (\(evidence.label))")
            for place in evidence.places {
                lines.append(
                    "    \(place.words) at \(place.range) of \(place.field), \(place.rule) \(place.row)")
            }
        }
        for query in queries {
            guard let explanation = try index.explain(identifier, plain(query)) else { continue }
            lines.append("  why ‘\(query)’")
            append(explanation, indent: "    ")
            let snippet = try index.snippet(of: document, for: plain(query))
            lines.append("    snippet \(snippet.marks): \(snippet.text)")
        }
    }

    private mutating func append(_ explanation: Explanation, indent: String) {
        lines.append("\(indent)\(explanation.value) \(explanation.label)")
        for part in explanation.parts { append(part, indent: indent + "  ") }
    }
}
