import PluginAPI
import TestSupport
import Testing

@testable import Evaluation

/// Reads `.txt`: a title, an author, a day, and lines of text without those that repeat on other pages.
private struct LineFormat: FormatPlugin {
    var knowledge = FormatKnowledge()
    var manifest: PluginManifest { PluginManifest(name: "lines", kind: .format, version: 1, summary: "") }

    func confidence(for input: FormatInput) -> Int { input.fileName.hasSuffix(".txt") ? 90 : 0 }

    func read(_ input: FormatInput) throws(FormatError) -> Document {
        // What the manifest tells is for the evaluation alone.
        guard input.known == KnownMetadata() else { throw .malformed(reason: "knows the answer") }
        let lines = input.bytes.split(separator: 0x0A)
        guard lines.count > 3 else { throw .empty }
        var document = Document(identifier: input.identifier)
        document.append(.title, lines[0])
        document.authors = [String(decoding: lines[1], as: UTF8.self)]
        document.published = CalendarDate(iso8601: String(decoding: lines[2], as: UTF8.self))
        document.append(.byline, lines[1])
        for (index, line) in lines.dropFirst(3).enumerated() where !knowledge.isRepeated(mark(line), in: "") {
            document.append(index == 0 ? .lead : line.starts(with: "Photo".utf8) ? .caption : .body, line)
        }
        return document
    }

    func notes(on input: FormatInput) -> FormatNotes? {
        FormatNotes(group: "", marks: input.bytes.split(separator: 0x0A).map(mark))
    }

    func knowing(_ knowledge: FormatKnowledge) -> any FormatPlugin { LineFormat(knowledge: knowledge) }

    private func mark(_ line: ArraySlice<UInt8>) -> UInt64 { line.reduce(7) { $0 &* 31 &+ UInt64($1) } }
}

private let plugins = PluginSet(formats: [LineFormat()], facets: [])

/// Two pages of a site, and what is right about them.
private func sampleSet(_ rows: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
        "a.txt",
        Array(
            "Grain\nAnn Lee\n2022-08-01\nThe grain ships sail.\nSubscribe to our letters.\nPhoto: a ship\n"
                .utf8))
    try folder.write(
        "b.txt",
        Array("Radar\nBo Roy\n2022-08-02\nA radar on the hill.\nSubscribe to our letters.\nIt turns.\n".utf8))
    try folder.write("manifest.jsonl", Array(rows.utf8))
    return folder
}

private func evaluate(_ rows: String) throws -> ExtractionReport {
    let folder = try sampleSet(rows)
    return try withExtendedLifetime(folder) {
        try evaluateExtraction(manifest: folder.path + "/manifest.jsonl", plugins: plugins)
    }
}

@Test("Pages are read as an index reads them, and scored by their labels")
func pagesAreScored() throws {
    let report = try evaluate(
        """
        {"id":"one","html":"a.txt","gold_text":"The grain ships sail.","title":"Grain","author":"ann lee","date":"2022-08-01T10:00"}

        {"html":"b.txt","gold_text":"A radar on the hill. It turns. It hums.","title":"Radars","authors":["Bo Roy","Cy Poe"],"date":null}

        """)
    #expect(report.unread.isEmpty && report.pages.count == 2)
    let (first, second) = (report.pages[0], report.pages[1])
    #expect(first.identifier == "one" && first.path == "a.txt")
    #expect(first.text?.shingles.f1 == 1 && first.segments == nil)
    #expect(first.title?.match == .exact)
    #expect(first.authors?.match == .normalised)
    #expect(first.published?.match == .exact)
    #expect(second.identifier == "manifest.jsonl:3")
    // Four shingles of seven words were found, all of the six of nine words.
    #expect(second.text?.shingles == PrecisionRecall(precision: 1, recall: 4 / 6.0))
    #expect(second.title?.match == .different && second.authors?.match == .different)
    #expect(second.published == nil)
    let total = try #require(report.precisionRecall)
    #expect(total == PrecisionRecall(precision: 1, recall: (1 + 4 / 6.0) / 2) && total == report.shingles)
    #expect(abs(total.f1 - 10 / 11.0) < 1e-12)
    #expect(report.words == PrecisionRecall(precision: 1, recall: (1 + 7 / 9.0) / 2))
    #expect(report.titles.pageCount == 2 && report.titles.exactCount == 1)
    #expect(report.authors.exactCount == 0 && report.authors.normalisedCount == 1)
    #expect(report.published.pageCount == 1)
    #expect(report.worst(1) == [second] && report.worst(5) == [second, first])
}

@Test("What cannot be read is named and missed, and the rest goes on")
func unreadPagesAreMissed() throws {
    let report = try evaluate(
        """
        {"html":"none.txt","gold_text":"Gone with the wind","title":"Gone"}
        no row
        {"html":"manifest.jsonl","with":["rows"],"without":["pages"]}
        {"html":"a.txt","gold_text":"The grain ships sail. Subscribe to our letters.","title":"Grain"}
        {"gold_text":"of no page"}
        """)
    #expect(report.pages.map(\.path) == ["none.txt", "manifest.jsonl", "a.txt"])
    #expect(report.pages.map { $0.problem == nil } == [false, false, true])
    #expect(report.problems.count == 2 && report.unread.count == 4)
    #expect(report.shingles == PrecisionRecall(precision: 0.5, recall: 0.5))
    #expect(report.segments?.falseNegatives == 1 && report.segments?.trueNegatives == 1)
    #expect(report.titles.pageCount == 2 && report.titles.normalisedCount == 1)
    #expect(throws: (any Error).self) { try evaluateExtraction(manifest: "/none", plugins: plugins) }
}

@Test("A set of segments is measured by them; captions, titles and bylines are no part of the text")
func segmentsAreScored() throws {
    let report = try evaluate(
        """
        {"html":"a.txt","with":["grain ships","sail."],"without":["Photo","Ann Lee","Subscribe"]}
        {"html":"b.txt","with":["hill.\\nIt turns.","hums"],"without":["hill"]}
        """)
    #expect(report.shingles == nil && report.pages[0].segments?.accuracy == 1)
    #expect(report.segments?.accuracy == 6 / 8.0)
    #expect(report.precisionRecall == PrecisionRecall(precision: 3 / 4.0, recall: 3 / 4.0))
    #expect(try evaluate("{\"html\":\"a.txt\",\"title\":\"Grain\"}").precisionRecall == nil)
}
