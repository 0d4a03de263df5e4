package import Dossier

/// What the browser asks of an index.
package enum Question: Equatable, Sendable {
    /// The first page of hits, with the counts of facets.
    case search(SearchRequest)
    /// Another page of the same hits.
    case page(Int, SearchRequest)
    /// An article to be read, with the words that the request looks for.
    case document(String, SearchRequest)
}

package enum Answer: Equatable, Sendable {
    case search(FoundHits)
    case page(Int, [HitRow])
    case document(Article)
    case failure(String)
}

/// The first page of hits.
package struct FoundHits: Equatable, Sendable {
    package var total: Int
    package var isPartial: Bool
    package var milliseconds: Double
    package var rows: [HitRow]
    package var facets: [FacetCounts]

    package init(
        total: Int, isPartial: Bool = false, milliseconds: Double = 0, rows: [HitRow],
        facets: [FacetCounts] = []
    ) {
        self.total = total
        self.isPartial = isPartial
        self.milliseconds = milliseconds
        self.rows = rows
        self.facets = facets
    }
}

/// What the list shows of a hit.
package struct HitRow: Equatable, Sendable {
    package var identifier: String
    package var title: String
    /// Its day, and where it is from.
    package var facts: String
    package var snippet: Snippet

    package init(identifier: String, title: String, facts: String, snippet: Snippet) {
        self.identifier = identifier
        self.title = title
        self.facts = facts
        self.snippet = snippet
    }
}

/// An article to be read.
package struct Article: Equatable, Sendable {
    package var identifier: String
    package var title: String
    /// Where the title stands in the text; nil where it has none.
    package var titleRange: Range<Int>?
    /// Lines below the title.
    package var facts: [String]
    /// Valid UTF-8.
    package var text: [UInt8]
    /// Paragraphs, ascending byte ranges of the text.
    package var paragraphs: [Range<Int>]
    /// Byte ranges that the query looks for, ascending and apart.
    package var hits: [Range<Int>]
    package var evidence: [FacetEvidence]

    package init(
        identifier: String, title: String, titleRange: Range<Int>?, facts: [String], text: [UInt8],
        paragraphs: [Range<Int>], hits: [Range<Int>], evidence: [FacetEvidence]
    ) {
        self.identifier = identifier
        self.title = title
        self.titleRange = titleRange
        self.facts = facts
        self.text = text
        self.paragraphs = paragraphs
        self.hits = hits
        self.evidence = evidence
    }
}
