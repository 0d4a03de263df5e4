import Foundation
import IndexAnalysis
import IndexStorage
import PluginAPI
import TestSupport
import Testing

@testable import Dossier
@testable import IndexCore

/// The worked examples of FORMAT.md, made anew by the writers.
@Suite struct FormatExampleTests {
    private let folder: TemporaryFolder
    private let store: CommitStore

    init() throws {
        folder = try TemporaryFolder()
        store = CommitStore(folder.fileSystem)
    }

    private func expectInFormat(_ text: String) throws {
        #expect(try Repository.text("index/FORMAT.md").contains(text), "FORMAT.md lacks\n\(text)")
    }

    private func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String(format: "%02x", $0) }.joined(separator: " ")
    }

    /// Rows of 16 bytes after their offset.
    private func dump(_ bytes: [UInt8]) -> String {
        stride(from: 0, to: bytes.count, by: 16).map { start in
            String(format: "%03x  ", start) + hex(bytes[start..<min(bytes.count, start + 16)])
        }.joined(separator: "\n")
    }

    @Test("The examples of a posting list, positions and a dictionary are what the writers produce")
    func fields() throws {
        var writer = PostingListWriter()
        for (document, frequency, norm) in [(0, 1, 9), (3, 2, 9), (4, 1, 5)] as [(UInt32, UInt32, UInt8)] {
            writer.append(document: document, frequency: frequency, norm: norm)
        }
        var lists = ListSections()
        _ = writer.finish(into: &lists)
        var dictionary = TermDictionary.Writer()
        dictionary.append(term: Array("seoul".utf8), entry: [3])
        dictionary.append(term: Array("seoulite".utf8), entry: [1])
        var positions: [UInt8] = []
        PositionChunk.append([2, 7, 0, 300], frequencies: [2, 2], to: &positions)
        var patched: [UInt8] = []
        PositionChunk.append([1, 3, 5, 7, 9, 11, 13, 15, 17, 300], frequencies: [10], to: &patched)
        for bytes in [lists.inlined, positions, patched, dictionary.finish()] {
            try expectInFormat(hex(bytes))
        }
        try expectInFormat(hex(TermForm.stemTerm(language: "en", stem: Array("sanction".utf8))))
    }

    @Test("The example of a field's dictionary has the terms, frequencies and lists that a builder gives")
    func stems() throws {
        let stemmer = try #require(Analyzer.english.makeStemmer())
        var builder = FieldBuilder()
        for document in [["sanctions", "agreed"], ["sanctioned", "sanctions"], ["missile"]] {
            for (position, word) in document.enumerated() {
                builder.append(term: Array(word.utf8)[...], position: UInt32(position))
            }
            builder.finishDocument()
        }
        let parts = builder.finish(stemmer: stemmer)
        let parsed = TermDictionary.Layout(parts.dictionary.span)
        let layout = try #require(parsed)
        var (offset, term, ends) = (0, [UInt8](), ListEnds())
        for ordinal in 0..<layout.termCount {
            let found = TermDictionary.read(
                ordinal: ordinal, of: parts.dictionary.span, layout: layout, at: &offset, term: &term)
            let range = try #require(found)
            let read = TermEntry(parts.dictionary.span, range, after: &ends)
            let entry = try #require(read)
            let name = TermForm(term).displayText
            try expectInFormat(
                "| `\(name)` | \(entry.documentFrequency) | \(entry.totalFrequency) | "
                    + "`\(hex(parts.dictionary[range]))` |")
        }
    }

    @Test("The example of forms that share a list is what stands behind the positions")
    func forms() throws {
        let stemmer = try #require(Analyzer.english.makeStemmer())
        var builder = FieldBuilder()
        for word in ["sanction", "sanctions", "sanctioned", "sanctions", "sanctions", "sanction"] {
            builder.append(term: Array(word.utf8)[...], position: 0)
            builder.finishDocument()
        }
        let positions = builder.finish(stemmer: stemmer).positions
        // The gaps of six positions before it take a byte each.
        try expectInFormat("`10`:\n\n```\n\(hex(positions.dropFirst(6)))\n```")
    }

    @Test("The example of a document's mentions is what a layer holds")
    func mentions() throws {
        var builder = FacetLayerBuilder(
            values: [Array("CN".utf8), Array("KR".utf8)], facet: "country", pluginVersion: 1, fingerprint: 7,
            rules: ["name", "demonym"])
        builder.append([
            FacetMention(
                value: 1, field: 0, position: 0, tokenCount: 2, start: 0, size: 11, rule: 0, row: 130),
            FacetMention(
                value: 0, field: 1, position: 40, tokenCount: 1, start: 301, size: 7, rule: 1, row: 40),
            FacetMention(
                value: 1, field: 1, position: 45, tokenCount: 1, start: 340, size: 3, rule: 0, row: 131),
        ])
        let name = try builder.write(coreName: "a.core", to: store)
        let file = try IndexFile.layer.open(name, in: folder.fileSystem)
        try expectInFormat(hex(try file.section(LayerSection.mentions).bytes().array()))
    }

    @Test("The examples of dates, ordinals and a sketch are what the writers produce")
    func columns() throws {
        try expectInFormat("\n" + hex(DateColumn.encode([10, noDate, 9])) + "\n")
        try expectInFormat("\n" + hex(OrdinalColumn.encode(offsets: [0, 2, 2, 3])) + "\n")
        let signature = TextSignature(
            hash: 1, lengthCode: LengthTable.code(for: 150), minima: [3, 1_000_000, 40_000_000])
        try expectInFormat("\n" + hex(SketchRow.encode(signature)) + "\n")
    }

    @Test("The example of a whole file is the catalog with one value, and its name is the file's")
    func wholeFile() throws {
        let catalog = FacetCatalog([.init(id: "KR", label: "South Korea", aliases: ["ROK"])])
        let name = try catalog.write(to: store)
        try expectInFormat(dump(try folder.map(name).allBytes.array()))
        try expectInFormat("`\(name)`")
    }

    @Test("FORMAT.md names the version that the program reads and writes")
    func version() throws {
        try expectInFormat("# Format of the index\n\nVersion \(IndexFile.version)")
        try expectInFormat("`DOSSIER\\0`, version \(IndexFile.version), kind 4")
        try expectInFormat("| `018` | version \(IndexFile.version), analyzer")
    }

    @Test("The example of a commit is the file of one with a facet and a segment")
    func commit() throws {
        var record = CommitRecord(
            analyzer: "analyzer=standard", schema: Array("english".utf8), fieldNames: ["title", "body"],
            runByteCount: 1 << 26)
        record.nextInstance = 3
        record.facets = [
            .init(name: "country", pluginVersion: 1, fingerprint: 300, isActor: true, catalog: "c.catalog")
        ]
        record.segments = [
            .init(instance: 2, core: "a.core", documentCount: 1000, textByteCount: 5000, layers: ["b.layer"])
        ]
        try store.publish(42, payload: record.encoded())
        let name = "commit-00000000000000000042"
        try expectInFormat(dump(try folder.map(name).allBytes.array()))
    }

    @Test("The example of a pin is the file of one with a name")
    func pin() throws {
        try store.publish(42, payload: [])
        // 2026-11-28 18:12 UTC.
        try store.write(CommitStore.Pin(number: 42, name: "thesis", publishedSeconds: 1_795_889_520))
        try expectInFormat(dump(try folder.map("pin-00000000000000000042").allBytes.array()))
    }

    @Test("The example of a write log is the file that a document, a mark and a deletion give")
    func writeLog() throws {
        let log = try WriteLog(3, preamble: LogPreamble.encode([]), in: folder.fileSystem)
        var batch = LiveBatch()
        batch.documents = [
            LiveDocument(
                document: Document(
                    identifier: "b", text: Array("Seoul".utf8), zones: [Zone(kind: .body, range: 0..<5)]),
                mentions: [])
        ]
        try log.append(batch.encoded([]))
        let durable = log.byteCount
        try log.mark(durableByteCount: durable)
        let deletion = log.byteCount
        batch = LiveBatch()
        batch.deleted = [Array("a".utf8)]
        try log.append(batch.encoded([]))
        try expectInFormat(dump(try folder.map("log-00000000000000000003").allBytes.array()))
        try expectInFormat(String(format: "| `%03x` | mark: the first `%03x` bytes", durable, durable))
        try expectInFormat(String(format: "| `%03x` | entry: one deleted", deletion))
    }
}
