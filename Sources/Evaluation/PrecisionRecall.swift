/// Which share of what was found was wanted, and which share of what was wanted was found; both 0...1.
public struct PrecisionRecall: Sendable, Equatable {
    public var precision: Double
    public var recall: Double

    public init(precision: Double, recall: Double) {
        self.precision = precision
        self.recall = recall
    }

    /// Their harmonic mean; 0 where both are.
    public var f1: Double {
        precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }

    /// From counts: nothing wrong at all is 1, nothing right is 0.
    ///
    /// Source: `precision_score` and `recall_score` in `evaluate.py` of
    /// <https://github.com/scrapinghub/article-extraction-benchmark>.
    init(truePositives: Int, falsePositives: Int, falseNegatives: Int) {
        func share(of others: Int) -> Double {
            if falsePositives == 0 && falseNegatives == 0 { return 1 }
            return truePositives == 0 ? 0 : Double(truePositives) / Double(truePositives + others)
        }
        self.init(precision: share(of: falsePositives), recall: share(of: falseNegatives))
    }

    /// Compares two multisets, each ascending.
    init(found: [UInt64], wanted: [UInt64]) {
        var common = 0
        var (left, right) = (0, 0)
        while left < found.count, right < wanted.count {
            if found[left] == wanted[right] {
                common += 1
                left += 1
                right += 1
            } else if found[left] < wanted[right] {
                left += 1
            } else {
                right += 1
            }
        }
        self.init(
            truePositives: common, falsePositives: found.count - common,
            falseNegatives: wanted.count - common)
    }

    /// The mean precision and the mean recall, and with them the F1 of the means; nil of nothing.
    static func mean(_ scores: [PrecisionRecall]) -> PrecisionRecall? {
        guard !scores.isEmpty else { return nil }
        let sum = scores.reduce((0.0, 0.0)) { ($0.0 + $1.precision, $0.1 + $1.recall) }
        let count = Double(scores.count)
        return PrecisionRecall(precision: sum.0 / count, recall: sum.1 / count)
    }
}
