public import PluginAPI

/// A document that a search found.
public struct RankedDocument: Sendable, Equatable {
    public var identifier: String
    public var score: Float

    public init(identifier: String, score: Float) {
        self.identifier = identifier
        self.score = score
    }

    /// In the order of trec_eval: by falling score, then by falling identifier.
    static func precedes(_ left: RankedDocument, _ right: RankedDocument) -> Bool {
        if left.score != right.score { return left.score > right.score }
        return right.identifier.utf8.lexicographicallyPrecedes(left.identifier.utf8)
    }
}

/// How well the queries of a collection are answered.
public struct RankingReport: Sendable, Equatable {
    public struct Query: Sendable, Equatable {
        public var identifier: String
        public var text: String
        /// In the order in which they were judged.
        public var documents: [RankedDocument]
        public var score: RankingScore
    }

    /// Those with judgements, in the order of the collection.
    public var queries: [Query] = []
    /// Lines of the collection that could not be read, and queries that failed.
    public var problems: [SourceProblem] = []

    /// The mean over queries.
    public var score: RankingScore { RankingScore(meanOf: queries.map(\.score)) }

    /// The rankings as trec_eval reads them, a document a line. White space within identifiers, which would end them, stands
    /// as in URIs: `a%20b`; in the judgements that trec_eval is given it has to as well.
    ///
    /// - Parameter tag: of the run, without white space.
    public func run(tag: String) -> String {
        var text = ""
        for query in queries {
            for (place, document) in query.documents.enumerated() {
                text += Self.name(query.identifier) + " Q0 " + Self.name(document.identifier)
                text += " \(place + 1) \(document.score) \(tag)\n"
            }
        }
        return text
    }

    /// An identifier in one piece.
    private static func name(_ identifier: String) -> String {
        let blanks: [UInt8: String] = [
            0x09: "%09", 0x0A: "%0A", 0x0B: "%0B", 0x0C: "%0C", 0x0D: "%0D", 0x20: "%20",
        ]
        if !identifier.utf8.contains(where: { blanks[$0] != nil }) { return identifier }
        let bytes = identifier.utf8.flatMap { blanks[$0].map { Array($0.utf8) } ?? [$0] }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Asks every judged query of a collection, and scores what is found as trec_eval does.
///
/// - Parameters:
///   - folder: in the layout of BEIR: `queries.jsonl`, with `_id` and `text` in each line, and `qrels.tsv` or
///     `qrels/test.tsv`, lines of a query, a document and a grade.
///   - search: the best documents for a query's text. A query that it cannot answer is a problem, and found nothing.
/// - Throws: when the collection cannot be read at all.
public func evaluateRanking(
    folder: String, search: (String) throws -> [RankedDocument]
) throws(SourceError) -> RankingReport {
    let collection = try RankingCollection(folder: folder)
    var report = RankingReport(problems: collection.problems)
    for query in collection.queries {
        var documents: [RankedDocument] = []
        do {
            documents = try search(query.text).sorted(by: RankedDocument.precedes)
        } catch {
            report.problems.append(
                SourceProblem(path: "\(folder)/queries.jsonl", reason: "query \(query.identifier): \(error)"))
        }
        report.queries.append(
            RankingReport.Query(
                identifier: query.identifier, text: query.text, documents: documents,
                score: RankingScore(documents.map(\.identifier), grades: query.grades)))
    }
    return report
}
