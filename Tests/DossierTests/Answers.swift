import Dossier
import PluginAPI

/// A question to an index whose whole answer, in words, must be the right one.
struct Question: Sendable {
    let name: String
    let ask: @Sendable (SearchIndex) throws -> String

    /// Words, phrases, fields, filters, dates and counts, and everything told about single documents.
    static func all(identifier: String) -> [Question] {
        var requests: [(String, SearchRequest)] = []
        for query in [
            "ministers harbour", "\"missile defence talks\"", "title:report", "harbour -grain", "=ministers",
            "nowhere",
        ] {
            requests.append((query, SearchRequest(query)))
        }
        var filtered = SearchRequest("ministers")
        filtered.filters = [.init(facet: "place", value: "South Korea")]
        requests.append(("filter", filtered))
        var dated = SearchRequest("")
        dated.from = CalendarDate(iso8601: "2015-01-01")
        dated.to = CalendarDate(iso8601: "2017-06-30")
        requests.append(("dates", dated))
        var stated = SearchRequest("ministers")
        stated.filters = [.init(facet: "tag", value: "press")]
        stated.facetValueLimit = 2
        requests.append(("stated values", stated))
        var pruned = SearchRequest("ministers talks")
        pruned.countsTotal = false
        pruned.limit = 2
        requests.append(("best two", pruned))
        return requests.map { Question($0, $1) } + singles(identifier)
    }

    private static func singles(_ identifier: String) -> [Question] {
        [
            Question(name: "all documents") { index in
                "\(try documents(of: index).sorted { $0.key < $1.key })"
            },
            Question(name: "document") {
                let document = try $0.document(identifier)
                // A dictionary describes itself in an order of its own.
                let signals = document.signals.map { "\($0): \($1)" }.sorted()
                return "\(told(document, stated: signals)) \(document.language ?? "") \(document.zones)"
            },
            Question(name: "evidence") { "\(try $0.evidence(for: identifier))" },
            Question(name: "explanation") {
                "\(String(describing: try $0.explain(identifier, SearchRequest("ministers harbour"))))"
            },
            Question(name: "snippet") {
                "\(try $0.snippet(of: try $0.document(identifier), for: SearchRequest("harbour talks")))"
            },
            Question(name: "copies") { index in
                var request = SearchRequest("ministers")
                request.foldsCopies = true
                let results = try index.search(request)
                return "\(results.total) \(results.distinctTotal ?? -1) \(results.hits.map(\.copyCount)) "
                    + "\(try index.allCopies()) \(String(describing: try index.copies(of: identifier)))"
            },
            Question(name: "statistics") { "\(try $0.statistics())" },
        ]
    }

    /// Every document of an index by identifier, its text, date and stated values as the index keeps them.
    static func documents(of index: SearchIndex) throws -> [String: String] {
        var request = SearchRequest("")
        request.limit = 10_000
        var found: [String: String] = [:]
        for hit in try index.search(request).hits {
            let document = try index.fetch(hit.reference)
            let stated = try index.evidence(for: document.identifier).filter(\.isStated)
            found[document.identifier] = told(document, stated: stated.map(\.id))
        }
        return found
    }

    /// - Parameter stated: the values it states, ascending.
    static func told(_ document: StoredDocument, stated: [String]) -> String {
        let date = document.published.map { "\($0)" } ?? "no date"
        let text = String(decoding: document.text, as: UTF8.self)
        return "\(date) \(document.title) | \(text) | \(stated.joined(separator: ", "))"
    }

    private init(name: String, ask: @escaping @Sendable (SearchIndex) throws -> String) {
        (self.name, self.ask) = (name, ask)
    }

    private init(_ name: String, _ request: SearchRequest) {
        self.init(name: name) { index in
            var request = request
            if request.countsTotal { request.countedFacets = index.facetNames + ["actor"] }
            let results = try index.search(request)
            let hits = try results.hits.map { hit in
                "\(try index.fetch(hit.reference).identifier) \(hit.score)"
            }
            return "\(results.total) \(hits) \(results.facets)"
        }
    }
}
