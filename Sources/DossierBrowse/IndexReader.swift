package import Dossier
internal import PluginAPI
internal import TerminalText

/// Answers the browser's questions from an index; any thread may ask.
package struct IndexReader: Sendable {
    private let index: SearchIndex

    package init(_ index: SearchIndex) { self.index = index }

    package var facetNames: [String] { index.facetNames }

    /// Facets that also tell what documents are about.
    package var subjectFacetNames: [String] {
        index.facetNames.filter { name in
            // No document is of such days, so that this asks for the name alone.
            var request = SearchRequest("")
            request.from = CalendarDate(daysSinceEpoch: 1)
            request.to = CalendarDate(daysSinceEpoch: 0)
            request.countedFacets = ["about:" + name]
            return (try? index.search(request)) != nil
        }
    }

    /// A filter's value by its facet, id and label, whatever name it was given; nil where it is no single value of a facet.
    package func named(_ filter: ValueFilter) -> ValueFilter? {
        var request = SearchRequest("")
        request.filters = [.init(facet: filter.facet, value: filter.id)]
        request.countedFacets = [filter.facet]
        request.limit = 0
        guard let counts = try? index.search(request).facets.first else { return nil }
        let chosen = counts.values.filter { $0.choice != nil }
        // ‘NATO+members’ chooses NATO, but its members are meant.
        guard chosen.count == 1, let value = chosen.first, !filter.id.hasSuffix("+members") else {
            return nil
        }
        var found = ValueFilter(facet: filter.facet, id: value.id, label: value.label, kind: filter.kind)
        // Facets that span others are none of those shown.
        if filter.facet == "actor" { found.facet = value.facet }
        if filter.facet == "about" { found.facet = "about:" + value.facet }
        return found
    }

    package func answer(_ question: Question) -> Answer {
        do throws(DossierError) {
            switch question {
            case .search(let request): return .search(try search(request))
            case .page(let page, let request):
                return .page(page, try rows(of: index.search(request).hits, request))
            case .document(let identifier, let request): return .document(try article(identifier, request))
            }
        } catch {
            // A page that fails leaves its hits unknown; the search before it has succeeded.
            if case .page(let page, _) = question { return .page(page, []) }
            return .failure(error.description)
        }
    }

    private func search(_ request: SearchRequest) throws(DossierError) -> FoundHits {
        let start = ContinuousClock.now
        let results = try index.search(request)
        let time = ContinuousClock.now - start
        return FoundHits(
            total: results.distinctTotal ?? results.total, isPartial: results.isPartial,
            milliseconds: time / .milliseconds(1), rows: try rows(of: results.hits, request),
            facets: results.facets)
    }

    private func rows(of hits: [Hit], _ request: SearchRequest) throws(DossierError) -> [HitRow] {
        let documents = try index.fetch(hits.map(\.reference))
        let snippets = try index.snippets(of: documents, for: request)
        return zip(hits, zip(documents, snippets)).map { hit, found in
            let (document, snippet) = found
            let copies = hit.copyCount > 0 ? "+\(hit.copyCount) copies" : nil
            let facts = [document.published?.description, document.publisher, document.identifier, copies]
            return HitRow(
                identifier: document.identifier, title: document.shownTitle,
                facts: facts.compactMap(\.self).joined(separator: " · "), snippet: snippet)
        }
    }

    private func article(_ identifier: String, _ request: SearchRequest) throws(DossierError) -> Article {
        let document = try index.document(identifier)
        let facts = [
            document.authors.isEmpty ? nil : "By " + document.authors.joined(separator: ", "),
            [document.published?.description, document.publisher, document.section].compactMap(\.self)
                .joined(separator: " · "),
            document.republishedFrom.map { "first in \($0)" }, document.canonicalURL, document.identifier,
        ]
        return Article(
            identifier: identifier, title: document.shownTitle,
            titleRange: document.zones.first { $0.kind == .title }?.range,
            facts: facts.compactMap(\.self).filter { !$0.isEmpty }, text: document.text,
            paragraphs: document.zones.filter { $0.kind.isArticle && $0.kind != .title }.map(\.range),
            hits: try index.marks(in: document, for: request).map(\.range),
            evidence: try index.evidence(for: identifier))
    }
}
