internal import IndexCore

/// Documents that were found before the search, all with the same score.
struct ConstantClause: Sendable {
    /// What found them, as a query says it.
    let name: String
    /// By segment, bit `d % 64` of word `d / 64` for its document `d`; empty where it has none.
    let documents: [[UInt64]]
    let score: Double
    /// Words that are marked in snippets, by the field they stand in.
    var marks: [(field: Int, pattern: PatternAutomaton)] = []
}

/// Goes through the documents of a segment that were found before.
struct ConstantCursor {
    let documents: [UInt64]
    let score: Double

    var documentCount: Int { documents.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The first document from one on; nil after the last.
    func next(from document: UInt32) -> UInt32? {
        var index = Int(document) / 64
        guard index < documents.count else { return nil }
        var word = documents[index] & .max << UInt64(document % 64)
        while word == 0 {
            index += 1
            guard index < documents.count else { return nil }
            word = documents[index]
        }
        return UInt32(index * 64 + word.trailingZeroBitCount)
    }

    /// Leaves in a window from `base` on, a multiple of 64, the documents that were found.
    func restrict(_ base: UInt32, _ window: DocumentWindow) {
        let first = min(Int(base) / 64, documents.count)
        window.formIntersection(words: documents[first..<min(first + window.wordCount, documents.count)])
    }
}
