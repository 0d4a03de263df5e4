import PluginAPI
import TestSupport
import Testing

@testable import Evaluation

/// Reads a record's title and text, and refuses one that tells the answer.
private struct RecordFormat: FormatPlugin {
    var manifest: PluginManifest { PluginManifest(name: "record", kind: .format, version: 1, summary: "") }

    func confidence(for input: FormatInput) -> Int { 90 }

    func read(_ input: FormatInput) throws(FormatError) -> Document {
        guard input.known.statedValues.isEmpty else { throw .malformed(reason: "knows the answer") }
        var document = Document(identifier: input.identifier)
        document.append(.title, Array((input.known.title ?? "").utf8))
        document.append(.lead, input.bytes)
        return document
    }
}

/// Words in capitals are values.
private func values(of documents: [Document]) -> [[FoundValue]] {
    documents.map { document in
        let words = String(decoding: document.text, as: UTF8.self).split { $0 == " " || $0 == "\n" }
        let ids = Set(words.map(String.init).filter { $0 == $0.uppercased() && $0.count == 2 })
        return ids.sorted().map { FoundValue(id: $0, words: "\($0) (name)") }
    }
}

private func report(_ rows: [String], except: Set<String> = []) throws -> FacetReport {
    let folder = try TemporaryFolder()
    try folder.write("gold.jsonl", Array(rows.joined(separator: "\n").utf8))
    return try evaluateFacets(
        gold: folder.path + "/gold.jsonl", facet: "country", except: except,
        formats: PluginSet(formats: [RecordFormat()], facets: []), find: values)
}

@Suite("Evaluation of facets")
struct FacetEvaluationTests {
    private let rows = [
        #"{"id":"a","title":"x","text":"KR met JP","country":["KR","JP"]}"#,
        #"{"id":"b","body":"US and KR","country":"KR"}"#,
        #"{"id":"c","title":"Only FR","body":"","country":["FR","DE"]}"#, #"{"id":"d","text":"none"}"#,
    ]

    @Test("Pairs of documents and values are counted over the set, by document and by value")
    func scores() throws {
        let report = try report(rows)
        #expect(report.problems.isEmpty && report.documents.count == 4)
        // Right: a KR, a JP, b KR, c FR. Wrong: b US. Missing: c DE.
        #expect(report.precisionRecall == PrecisionRecall(precision: 0.8, recall: 0.8))
        #expect(report.byDocument == PrecisionRecall(precision: 3.5 / 4, recall: 3.5 / 4))
        #expect(report.values.map(\.id) == ["DE", "US", "FR", "JP", "KR"])
        #expect(report.values.last == FacetReport.ValueScore(id: "KR", rightCount: 2))
        #expect(report.byValue == PrecisionRecall(precision: 3.0 / 5, recall: 3.0 / 5))
    }

    @Test("Disagreements tell what is missing, and the words of what is wrong")
    func disagreements() throws {
        let disagreements = try report(rows).disagreements
        #expect(disagreements.map(\.identifier) == ["b", "c"])
        #expect(disagreements[0].wrong == [FoundValue(id: "US", words: "US (name)")])
        #expect(disagreements[1].missing == ["DE"])
    }

    @Test("What is excepted counts neither as wanted nor as found")
    func excepted() throws {
        let report = try report(rows, except: ["US", "DE"])
        #expect(report.precisionRecall == PrecisionRecall(precision: 1, recall: 1))
        #expect(report.disagreements.isEmpty)
    }

    @Test("A line that is no record is named, and the others count")
    func problems() throws {
        let report = try report(rows + ["{", #"{"id":"e"}"#])
        #expect(report.documents.count == 4)
        #expect(report.problems.count == 2)
    }
}
