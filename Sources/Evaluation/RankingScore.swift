#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// How good a ranking is for one query, by the measures of trec_eval.
public struct RankingScore: Sendable, Equatable {
    /// Normalised discounted cumulative gain of the first ten: a document gains its grade, divided by the binary logarithm
    /// of one more than its rank. Source: Järvelin and Kekäläinen (2002); trec_eval's `ndcg_cut_10`.
    public var gain = 0.0
    /// The mean, over the relevant documents, of the precision at the rank of each; trec_eval's `map`.
    public var averagePrecision = 0.0
    /// The share of the relevant documents that is among the first hundred; trec_eval's `recall_100`.
    public var recall = 0.0
    /// One divided by the rank of the first relevant document; trec_eval's `recip_rank`.
    public var reciprocalRank = 0.0

    static let gainDepth = 10
    static let recallDepth = 100

    /// - Parameters:
    ///   - ranking: identifiers, the best first, each once.
    ///   - grades: by identifier; a document is relevant from grade 1 on, and one without a grade is not.
    public init(_ ranking: [String], grades: [String: Int]) {
        let ideal = grades.values.filter { $0 > 0 }.sorted(by: >)
        guard !ideal.isEmpty else { return }
        let found = ranking.map { max(0, grades[$0] ?? 0) }
        gain = Self.gain(found) / Self.gain(ideal)
        var (count, precisions) = (0, 0.0)
        for (place, grade) in found.enumerated() where grade > 0 {
            count += 1
            precisions += Double(count) / Double(place + 1)
            if count == 1 { reciprocalRank = 1 / Double(place + 1) }
        }
        averagePrecision = precisions / Double(ideal.count)
        let early = found.prefix(Self.recallDepth).count { $0 > 0 }
        recall = Double(early) / Double(ideal.count)
    }

    /// The mean over queries; zeros without any.
    public init(meanOf scores: some Collection<RankingScore>) {
        guard !scores.isEmpty else { return }
        func mean(_ measure: KeyPath<RankingScore, Double>) -> Double {
            scores.reduce(0) { $0 + $1[keyPath: measure] } / Double(scores.count)
        }
        gain = mean(\.gain)
        averagePrecision = mean(\.averagePrecision)
        recall = mean(\.recall)
        reciprocalRank = mean(\.reciprocalRank)
    }

    private static func gain(_ grades: [Int]) -> Double {
        var sum = 0.0
        for (place, grade) in grades.prefix(gainDepth).enumerated() {
            sum += Double(grade) / log2(Double(place + 2))
        }
        return sum
    }
}
