public import PluginAPI

/// How well one page was read; nil for what its row does not tell.
public struct PageScore: Sendable, Equatable {
    public var identifier: String
    /// The page's path, as the manifest has it.
    public var path: String
    /// Why nothing was read.
    public var problem: String?
    public var text: TextScore?
    public var segments: SegmentScore?
    public var title: MetadataComparison?
    public var authors: MetadataComparison?
    public var published: MetadataComparison?

    init(_ page: LabelledPage, document: Document) {
        identifier = page.identifier
        path = page.path
        let found = document.mainText
        text = page.text.map { TextScore(found: found, wanted: $0) }
        if !page.with.isEmpty || !page.without.isEmpty {
            segments = SegmentScore(text: found, with: page.with, without: page.without)
        }
        title = page.title.map { MetadataComparison(expected: $0, found: document.title) }
        if !page.authors.isEmpty {
            authors = MetadataComparison(expectedNames: page.authors, foundNames: document.authors)
        }
        published = page.published.map {
            MetadataComparison(expected: $0.description, found: document.published?.description)
        }
    }

    /// By shingles, or else by segments.
    public var precisionRecall: PrecisionRecall? { text?.shingles ?? segments?.precisionRecall }
}

/// How well the pages of a labelled set were read.
public struct ExtractionReport: Sendable, Equatable {
    public var pages: [PageScore]
    /// Rows of the manifest that could not be used.
    public var problems: [SourceProblem]

    /// How often a fact about a page was right.
    public struct Matches: Sendable, Equatable {
        /// Pages of which it is known.
        public var pageCount: Int
        public var exactCount: Int
        /// The exact ones too.
        public var normalisedCount: Int

        init(_ comparisons: [MetadataComparison]) {
            pageCount = comparisons.count
            exactCount = comparisons.count { $0.match == .exact }
            normalisedCount = comparisons.count { $0.match != .different }
        }
    }

    /// Averages over the pages whose text is known; nil without any.
    public var shingles: PrecisionRecall? { .mean(pages.compactMap { $0.text?.shingles }) }
    public var words: PrecisionRecall? { .mean(pages.compactMap { $0.text?.words }) }

    /// Sums over the pages with segments; nil without any.
    public var segments: SegmentScore? {
        let scores = pages.compactMap(\.segments)
        return scores.isEmpty ? nil : scores.reduce(SegmentScore(), +)
    }

    /// The measure of the set: shingles, or else segments.
    public var precisionRecall: PrecisionRecall? { shingles ?? segments?.precisionRecall }

    public var titles: Matches { Matches(pages.compactMap(\.title)) }
    public var authors: Matches { Matches(pages.compactMap(\.authors)) }
    public var published: Matches { Matches(pages.compactMap(\.published)) }

    /// The pages with the lowest F1, the lowest first.
    public func worst(_ count: Int) -> [PageScore] {
        let scored = pages.enumerated().filter { $0.element.precisionRecall != nil }
        func key(_ page: PageScore) -> Double { page.precisionRecall?.f1 ?? 1 }
        return scored.sorted { (key($0.element), $0.offset) < (key($1.element), $1.offset) }
            .prefix(count).map(\.element)
    }

    /// Rows and pages that could not be read.
    public var unread: [SourceProblem] {
        problems
            + pages.compactMap { page in
                page.problem.map { SourceProblem(path: page.path, reason: $0) }
            }
    }
}

extension Document {
    /// The article's text without its title and captions, a zone a line: what labelled sets call its body.
    var mainText: String {
        let parts = zones.filter { $0.kind == .lead || $0.kind == .body }.map { text[$0.range] }
        return String(decoding: Array(parts.joined(separator: [0x0A])), as: UTF8.self)
    }
}
