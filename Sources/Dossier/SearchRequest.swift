public import PluginAPI

/// What to search for, and what to tell about it.
public struct SearchRequest: Sendable, Equatable {
    /// A facet and some of its values, any of which a document has to carry, or none of which.
    ///
    /// A value is as a user writes it: an id, a label or an alias, in any case; `NATO+members`; or, of a facet whose values
    /// are numbers, a `NumberRange` such as `2010..2014`. The facet `actor` spans every facet of actors.
    public struct Filter: Sendable, Equatable {
        public var facet: String
        public var values: [String]
        public var isExcluded: Bool

        public init(facet: String, values: [String], isExcluded: Bool = false) {
            self.facet = facet
            self.values = values
            self.isExcluded = isExcluded
        }

        public init(facet: String, value: String) { self.init(facet: facet, values: [value]) }
    }

    /// What hits are sorted by, instead of their scores.
    public enum SortKey: Sendable, Equatable {
        /// The day of publication.
        case date
        /// The title, without case and accents.
        case title
        /// Words of the body, from 41 on to four significant bits.
        case length
        /// The label of a value of this facet: of several that a document carries the one that comes first.
        case facet(String)
    }

    /// The order of hits. Documents without what they are sorted by come last, and equal ones in the order of the index.
    public enum Sort: Sendable, Equatable {
        /// By score, the best first.
        case relevance
        case ascending(SortKey)
        case descending(SortKey)
    }

    /// How query text is read.
    public enum Syntax: Sendable, Equatable {
        /// Whatever is written is taken for what it most likely means; see ``SearchIndex/problems(ofQuery:)``.
        case lenient
        /// What is not right is an error that says where and what would be.
        case strict
        /// Words as they are written, without operators, signs and other forms.
        case raw
    }

    /// Query text, as Sources/dossier-cli/Documentation/queries.md describes it; empty for every document the filters leave, in the order of the index.
    public var query: String
    public var syntax = Syntax.lenient
    /// The language of the query's words, such as `fr`; their other forms are then found in documents of that language
    /// alone, and the words themselves in all. Nil for words of any language.
    public var language: String?
    /// All of them must hold.
    public var filters: [Filter] = []
    /// First and last day of publication; documents without a date match neither.
    public var from: CalendarDate?
    public var to: CalendarDate?
    /// Words side by side must all match, instead of any.
    public var requiresAllWords = false
    /// The scores of hits that are sorted by something else are 0.
    public var sort = Sort.relevance
    /// How many hits are returned, and how many of the best are left out before them.
    public var limit = 10
    public var offset = 0
    /// `SearchResults.next` of the page before: hits begin behind it, which costs the same however deep it is.
    ///
    /// The request has to be the same but for limit, offset and counts, and the index unchanged.
    public var after: String?
    /// Facets to count over all hits; `actor` counts those it spans together.
    public var countedFacets: [String] = []
    /// How many values of each counted facet are returned, those of most hits, and beside them those that filters name; nil for
    /// all.
    public var facetValueLimit: Int?
    /// Leaves values out of the counts that do not have this text in their id, label or another name, whatever case and
    /// accents.
    public var facetValueText: String?
    /// Counts each facet as if the filters on it, by the same name, were off: so that the counts of what else could be chosen
    /// are told.
    public var countsSideways = false
    /// Whether the total is exact. Without it, a search may skip documents that cannot be among the best, and the
    /// total is a lower bound.
    public var countsTotal = true
    /// Folds copies of one article into the best of them; hits, limit and offset are then of different articles.
    public var foldsCopies = false
    /// About how many words of each hit its snippet shows.
    public var snippetWordCount = 36
    /// The constants of BM25.
    public var k1 = 1.2
    public var b = 0.75
    /// Whether words that gather in few documents weigh more than those strewn over many, beside their idf. Otherwise scores
    /// are BM25's alone.
    public var weighsBursts = true
    /// By field what its words weigh, from 0.001 to 1000; of fields not named here what ``usualFieldWeights`` says, else 1.
    public var fieldWeights: [String: Double] = [:]

    /// A title repeats what its text says. Source: measured, see `Benchmarks/README.md`; from 0.2 to 0.5 is as good.
    public static let usualFieldWeights = ["title": 0.5]
    /// What two words that follow one another in the query add where an article has them within eight words of each other:
    /// this share of what the lighter of them counts. From 0.01 to 100, or 0 for nothing.
    ///
    /// Source: windows of pairs, see `QueryCompiler.closeWords`. None by default: on four collections it gains as often as it
    /// loses, see `Benchmarks/README.md`.
    public var proximityWeight = 0.0
    /// Nil where dates do not matter.
    public var recency: Recency?
    /// At most ten.
    public var preferences: [Preference] = []
    /// How long the search may take; then it returns what it has and says so.
    public var timeoutMilliseconds: Int?
    /// What may end the search before, with the same effect.
    public var cancellation: SearchCancellation?

    public init(_ query: String) { self.query = query }
}

/// What is not right in the text of a query.
public struct QueryMistake: Sendable, Equatable {
    /// UTF-8 bytes of the text.
    public let range: Range<Int>
    /// What is wrong, what a lenient search takes it for, and what to write instead, where that can be told: a sentence
    /// each.
    public let reason: String
    public let reading: String?
    public let fix: String?
    /// Both, the line of the query, and `^` below what is meant.
    public let message: String
}

/// Names a document as long as the index is open.
public struct DocumentReference: Hashable, Sendable {
    /// Number among all documents of the commit, deleted ones included.
    public let number: UInt32
}

/// A document that matches, and how well.
public struct Hit: Hashable, Sendable {
    public let reference: DocumentReference
    /// BM25, and what the request multiplies it by; greater is better. 0 where the query has no words, and the request
    /// multiplies nothing.
    public let score: Float
    /// Copies of it that match too and are folded into it; 0 unless the request folds them.
    public var copyCount = 0
}

/// The best documents for a request, best first; equal scores in the order of the index.
public struct SearchResults: Sendable {
    public let hits: [Hit]
    /// How many documents match; at least that many when the request does not count.
    public let total: Int
    /// How many different articles they are; nil unless the request folds copies.
    public let distinctTotal: Int?
    /// The time ran out, or the search was cancelled: better hits may be missing, and the counts are too low.
    public let isPartial: Bool
    /// For each counted facet its values over all hits, the commonest first.
    public let facets: [FacetCounts]
    /// For the request's `after`, to go on behind these hits; nil where there are no more, or the request folds copies.
    public let next: String?
    /// How many hits of pages before were left out.
    public let position: Int
    /// What in the query's text is not right, or cannot be looked for as it is asked, and how it was taken: a sentence or
    /// two each.
    public let notes: [String]
}

/// How many documents carry each value of a facet.
public struct FacetCounts: Sendable, Equatable {
    public struct Value: Sendable, Equatable {
        public let id: String
        public let label: String
        /// The facet the value is of; differs from the counted one under `actor`.
        public let facet: String
        /// Documents, each counted once.
        public let count: Int
        /// What the request's filters say of the value; nil where they do not name it.
        public var choice: Choice?
    }

    public enum Choice: Sendable, Equatable {
        case included, excluded
    }

    public let facet: String
    /// By falling count, then by id; beyond the limit of the request only those that its filters name.
    public let values: [Value]
    /// How many values some hit carries, those beyond the limit too.
    public let valueCount: Int

    /// - Parameter valueCount: nil where `values` are all.
    init(facet: String, values: [Value], valueCount: Int? = nil) {
        self.facet = facet
        self.values = values
        self.valueCount = valueCount ?? values.count
    }
}

/// A few words of a document around what a query looks for.
public struct Snippet: Sendable, Equatable {
    public let text: String
    /// UTF-8 byte ranges of `text` that match, ascending.
    public let marks: [Range<Int>]
    /// Those of them whose words name a facet value that the query or a filter asks for.
    public let evidence: [Range<Int>]

    public init(text: String, marks: [Range<Int>], evidence: [Range<Int>] = []) {
        self.text = text
        self.marks = marks
        self.evidence = evidence
    }

    /// Whether a range lies in words that name a facet value which is asked for.
    public func isEvidence(_ range: Range<Int>) -> Bool {
        evidence.contains { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }
    }
}

/// Words of a document that a request looks for.
public struct DocumentMark: Sendable, Equatable {
    /// UTF-8 bytes of the document's text.
    public let range: Range<Int>
    /// Whether they are looked for because they name a facet value, not as they are.
    public let isEvidence: Bool
}

/// Why a document has its score: a tree of named numbers, each made of those below it.
public struct Explanation: Sendable, Equatable {
    public let value: Double
    /// For example `idf of ‘sanction (en stem)’ in body`.
    public let label: String
    public let parts: [Explanation]

    public init(value: Double, label: String, parts: [Explanation] = []) {
        self.value = value
        self.label = label
        self.parts = parts
    }
}

/// A facet value a document carries, with every place that names it.
public struct FacetEvidence: Sendable, Equatable {
    public struct Place: Sendable, Equatable {
        /// The words as they stand in the document.
        public let words: String
        /// Byte range of the words in the document's text.
        public let range: Range<Int>
        /// `title` or `body`.
        public let field: String
        /// The rule that matched, for example `demonym`, and its table's line, or 0.
        public let rule: String
        public let row: Int
        /// Whether the words stand for a government or a place.
        public let sense: MentionSense
    }

    public let facet: String
    public let id: String
    public let label: String
    /// None where the value is stated, or given.
    public let places: [Place]
    /// How much the document is about the value, see `Salience`; 0 where no words name it.
    public let salience: Double
    /// Whether `about:` finds the document by it.
    public let isSubject: Bool
    /// Whether nothing but an overlay gives the document the value.
    public internal(set) var isGiven = false
    /// Whether the document's source states the value; otherwise words of the text name it, or an overlay gives it.
    public var isStated: Bool { places.isEmpty && !isGiven }
}

/// What an index holds.
public struct IndexStatistics: Sendable, Equatable {
    public struct Field: Sendable, Equatable {
        public let name: String
        /// Documents with the field, and tokens in all of them; deleted ones count until they are merged away.
        public let documentCount: Int
        public let tokenCount: UInt64
    }

    public struct Facet: Sendable, Equatable {
        public let name: String
        /// Nil where the sources of the documents state the values.
        public let pluginVersion: Int?
        /// Values that some document carries.
        public let valueCount: Int
    }

    public let commitNumber: UInt64
    public let documentCount: Int
    public let deletedCount: Int
    public let segmentCount: Int
    /// Bytes of the files the newest commit needs.
    public let byteCount: Int
    public let fields: [Field]
    public let facets: [Facet]
    public let analyzer: String
}
