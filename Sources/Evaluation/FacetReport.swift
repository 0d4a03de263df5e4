public import PluginAPI

/// What was found of a facet in one document, and what should have been.
public struct FacetScore: Sendable, Equatable {
    public var identifier: String
    public var title: String
    public var expected: Set<String>
    /// Each value once.
    public var found: [FoundValue]

    /// Ascending.
    public var missing: [String] { expected.subtracting(found.map(\.id)).sorted() }
    /// By id.
    public var wrong: [FoundValue] {
        found.filter { !expected.contains($0.id) }.sorted { $0.id < $1.id }
    }
    var rightCount: Int { found.count - wrong.count }
    var precisionRecall: PrecisionRecall {
        PrecisionRecall(
            truePositives: rightCount, falsePositives: wrong.count, falseNegatives: missing.count)
    }
}

/// How well the values of a facet were found in the documents of a labelled set.
public struct FacetReport: Sendable, Equatable {
    public var facet: String
    public var documents: [FacetScore]
    /// Records that could not be read.
    public var problems: [SourceProblem]

    /// How often one value was found where it should be.
    public struct ValueScore: Sendable, Equatable {
        public var id: String
        public var rightCount = 0
        public var wrongCount = 0
        public var missingCount = 0

        public var precisionRecall: PrecisionRecall {
            PrecisionRecall(
                truePositives: rightCount, falsePositives: wrongCount, falseNegatives: missingCount)
        }
    }

    /// Of all pairs of a document and a value together: the measure of the set.
    public var precisionRecall: PrecisionRecall {
        let (right, wrong, missing) = documents.reduce((0, 0, 0)) {
            ($0.0 + $1.rightCount, $0.1 + $1.wrong.count, $0.2 + $1.missing.count)
        }
        return PrecisionRecall(truePositives: right, falsePositives: wrong, falseNegatives: missing)
    }

    /// The mean over documents; nil without any.
    public var byDocument: PrecisionRecall? { .mean(documents.map(\.precisionRecall)) }

    /// The mean over values; nil without any.
    public var byValue: PrecisionRecall? { .mean(values.map(\.precisionRecall)) }

    /// Each value that was found or should have been, those with the most mistakes first, then by id.
    public var values: [ValueScore] {
        var scores: [String: ValueScore] = [:]
        for document in documents {
            for found in document.found {
                if document.expected.contains(found.id) {
                    scores[found.id, default: ValueScore(id: found.id)].rightCount += 1
                } else {
                    scores[found.id, default: ValueScore(id: found.id)].wrongCount += 1
                }
            }
            for id in document.missing { scores[id, default: ValueScore(id: id)].missingCount += 1 }
        }
        return scores.values.sorted {
            ($1.wrongCount + $1.missingCount, $0.id) < ($0.wrongCount + $0.missingCount, $1.id)
        }
    }

    /// Documents in which something is missing or wrong, in the order of the set.
    public var disagreements: [FacetScore] {
        documents.filter { !$0.missing.isEmpty || !$0.wrong.isEmpty }
    }
}
