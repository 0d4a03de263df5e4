import IndexAnalysis
import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

@Suite("What is more than the format can hold") struct LimitTests {
    private let index: SampleStore

    init() throws { index = try SampleStore() }

    private func isTooLarge(_ body: () throws(StorageError) -> Void) -> Bool {
        do throws(StorageError) {
            try body()
        } catch .tooLarge {
            return true
        } catch {}
        return false
    }

    @Test("is not joined: segments with more documents than 32 bits tell apart", arguments: [1, 2])
    func documents(excess: Int) throws {
        var record = CommitRecord(
            analyzer: index.settings.analyzer.stableDescription, schema: [],
            fieldNames: index.settings.fieldNames, runByteCount: 1 << 20)
        for documentCount in [1 << 31, (1 << 31) - 3 + excess] {
            record.segments.append(
                CommitRecord.Segment(
                    instance: UInt64(documentCount), core: "a.core", documentCount: documentCount,
                    textByteCount: 1, layers: []))
        }
        var editor = try IndexEditor(index.fileSystem, recovering: false) { [record] in record }
        let isRefused = isTooLarge { () throws(StorageError) in
            try editor.mergeAll(index.settings) { _, _ in }
        }
        // One fewer is a segment; its files are not there.
        #expect(isRefused == (excess == 2))
    }

    @Test("is no list: one longer than its directory can tell, or positions of 32 blocks that are")
    func lists() throws {
        let norms = [UInt8](repeating: 1, count: 5000)
        // Side by side, positions take next to nothing; far apart, more than the list.
        let cases = [(1, 1000, true), (1, 5000, false), (400, 5000, true), (400, 50_000, false)]
        for (gap, limit, isCut) in cases {
            let occurrences = (0..<20_000).map { UInt64($0 / 4) << 32 | UInt64($0 % 4 * gap) }
            var (writer, lists) = (PostingListWriter(), ListSections())
            lists.limit = limit
            writer.append(occurrences, occurrences.indices, norms: norms)
            _ = writer.finish(into: &lists)
            #expect(lists.isCut == isCut, "\(lists.postings.count) and \(lists.positions.count) bytes")
        }
        var parts = FieldParts()
        parts.isCut = true
        let isRefused = isTooLarge { () throws(StorageError) in
            _ = try DocumentColumns().write([FieldParts(), parts], index.settings, to: index.store)
        }
        #expect(isRefused)
    }

    @Test("is no layer: one whose documents name more values than 32 bits count", arguments: [3, 4, 5])
    func values(limit: Int) throws {
        var sections = ValueSections([Array("a".utf8), Array("b".utf8)], limit: limit)
        for _ in 0..<2 { sections.append([0, 1]) }
        var meta = FacetLayerMeta(
            coreName: "a.core", facet: "tag", pluginVersion: 1, fingerprint: 1, documentCount: 2, rules: [])
        let isRefused = isTooLarge { () throws(StorageError) in
            _ = try IndexFile.layer.write(to: index.store) { file throws(StorageError) in
                try sections.write(&meta, to: file)
            }
        }
        #expect(isRefused == (limit <= 4))
    }

    @Test("is not made room for: a block with more positions than its term has is damaged, read or copied")
    func positions() throws {
        let norms = [UInt8](repeating: 1, count: 300)
        // A run of positions side by side takes a byte for 128 of them.
        let occurrences = (0..<300_000).map { UInt64($0 / 1000) << 32 | UInt64($0 % 1000) }
        var (writer, lists) = (PostingListWriter(), ListSections())
        writer.append(occurrences, occurrences.indices, norms: norms)
        var entry = writer.finish(into: &lists)
        let postings = try index.folder.mapped(lists.postings, as: "postings")
        let positions = try index.folder.mapped(lists.positions, as: "positions")
        for isDamaged in [false, true] {
            if isDamaged { entry.totalFrequency = 127_999 }
            let source = PendingPostings.Source(
                entry: entry, postings: postings, positions: positions, documentCount: 300)
            let isCopied = writer.append(source, .following(0), norms: norms)
            #expect(isCopied != isDamaged)
            var (block, places) = (PostingBlock(), [UInt32]())
            try TermPostings(postings, documentFrequency: 300, documentCount: 300).decode(
                block: 0, into: &block)
            let isRead: Bool
            do throws(StorageError) {
                try TermPositions(positions, entry).decode(
                    block: 0, frequencies: block.frequencies[..<block.count], into: &places)
                isRead = true
            } catch {
                isRead = false
            }
            #expect(isRead != isDamaged)
        }
    }
}
