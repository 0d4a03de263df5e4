/// How many segments that a text must or must not hold stand in it.
///
/// Source: `tests/evaluate.py` of <https://github.com/adbar/trafilatura>: segments are compared byte by byte, and the
/// counts of all pages are added up.
public struct SegmentScore: Sendable, Equatable {
    /// Segments to be there that are.
    public var truePositives = 0
    /// Segments to be there that are not.
    public var falseNegatives = 0
    /// Segments not to be there that are.
    public var falsePositives = 0
    /// Segments not to be there that are not.
    public var trueNegatives = 0

    init() {}

    /// - Parameters:
    ///   - with: segments that belong to the article.
    ///   - without: segments of the page around it.
    public init(text: String, with: [String], without: [String]) {
        let bytes = Array(text.utf8)
        truePositives = with.count { bytes.contains(segment: Array($0.utf8)) }
        falseNegatives = with.count - truePositives
        falsePositives = without.count { bytes.contains(segment: Array($0.utf8)) }
        trueNegatives = without.count - falsePositives
    }

    public var precisionRecall: PrecisionRecall {
        PrecisionRecall(
            truePositives: truePositives, falsePositives: falsePositives, falseNegatives: falseNegatives)
    }

    /// The share of segments that are where they belong; 1 without any.
    public var accuracy: Double {
        let right = truePositives + trueNegatives
        let all = right + falsePositives + falseNegatives
        return all == 0 ? 1 : Double(right) / Double(all)
    }

    static func + (left: SegmentScore, right: SegmentScore) -> SegmentScore {
        var sum = left
        sum.truePositives += right.truePositives
        sum.falseNegatives += right.falseNegatives
        sum.falsePositives += right.falsePositives
        sum.trueNegatives += right.trueNegatives
        return sum
    }
}

extension [UInt8] {
    /// - Complexity: O(length · length of the segment) at worst, O(length) for words.
    fileprivate func contains(segment: [UInt8]) -> Bool {
        guard segment.count <= count else { return false }
        return (0...count - segment.count).contains { start in
            self[start..<start + segment.count].elementsEqual(segment)
        }
    }
}
