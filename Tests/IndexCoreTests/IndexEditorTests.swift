import IndexAnalysis
import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

/// An editor of a new index in a folder of its own.
private func newEditor(in index: SampleStore) throws -> IndexEditor {
    try IndexEditor(index.fileSystem, recovering: false) { () throws(StorageError) in
        CommitRecord(
            analyzer: index.settings.analyzer.stableDescription, schema: Array("english".utf8),
            fieldNames: index.settings.fieldNames, runByteCount: 1 << 20)
    }
}

private func entry(of segment: Segment, textByteCount: Int) -> CommitRecord.Segment {
    CommitRecord.Segment(
        instance: 0, core: segment.name, documentCount: segment.documentCount,
        textByteCount: textByteCount, layers: [])
}

@Test("A merged segment has the share of the text its documents have, however much text it is")
func mergedTextShare() throws {
    let index = try SampleStore()
    let documents = sampleDocuments(count: 2000, seed: 1)
    let segment = try index.segment(of: documents)
    // Times the number of documents this is more than 64 bits hold.
    for textByteCount in [4000, 1 << 60] {
        var editor = try newEditor(in: index)
        editor.append(entry(of: segment, textByteCount: textByteCount))
        let gone = documents.prefix(1500).map { Array($0.identifier.utf8) }
        #expect(try editor.delete(gone) == gone.map { _ in true })
        #expect(try editor.delete(gone) == gone.map { _ in false })
        try editor.merge(index.settings, threadCount: 1, memoryBudgetBytes: 1 << 30) { _, _ in }
        #expect(editor.record.segments.map(\.documentCount) == [500])
        #expect(editor.record.segments.map(\.textByteCount) == [textByteCount / 4])
        #expect(editor.record.segments.map(\.deletedCount) == [0])
    }
}

@Test("A commit that states another number of documents than its core file is damage to a writer")
func writerChecksDocumentCount() throws {
    let index = try SampleStore()
    let segment = try index.segment(of: sampleDocuments(count: 4, seed: 1))
    var editor = try newEditor(in: index)
    var lie = entry(of: segment, textByteCount: 9)
    lie.documentCount = 3
    editor.append(lie)
    #expect(throws: StorageError.self) { try editor.segment(0) }
    #expect(throws: StorageError.self) { try editor.delete([[1]]) }
}
