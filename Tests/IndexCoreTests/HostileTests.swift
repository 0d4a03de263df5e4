import IndexAnalysis
import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

/// Files whose checksums are right and whose contents lie: whatever they say, reading and merging them gives an answer
/// or a `StorageError`, and never a trap.
@Suite struct HostileTests {
    let index: SampleStore
    let documents: [SampleDocument]
    let coreName: String
    let layerName: String
    /// A sound segment of other documents to be merged with.
    let other: Segment
    let otherLayer: FacetLayer

    init() throws { try self.init(documentCount: 9) }

    init(documentCount: Int) throws {
        index = try SampleStore()
        documents = sampleDocuments(count: documentCount, seed: 21)
        let core = try index.segment(of: documents)
        coreName = core.name
        layerName = try index.layer(of: documents, core: core).name
        let more = sampleDocuments(count: 5, seed: 22)
        other = try index.segment(of: more)
        otherLayer = try index.layer(of: more, core: other)
    }

    private func attempt(_ body: () throws(StorageError) -> Void) {
        do throws(StorageError) { try body() } catch {}
    }

    /// Opens the core file and uses it in every way there is.
    func readEverything() throws {
        guard let core = try? Segment(coreName, in: index.fileSystem) else { return }
        attempt { () throws(StorageError) in _ = try core.contents() }
        for field in core.fields {
            for word in stemmedWords { attempt { () throws(StorageError) in try look(for: word, in: field) } }
        }
        attempt { () throws(StorageError) in
            let identifiers = try core.identifiers()
            for document in documents { _ = try identifiers.document(with: Array(document.identifier.utf8)) }
        }
        for document in [0, UInt32(core.documentCount / 2), UInt32(core.documentCount) &- 1]
        where document < core.documentCount {
            attempt { () throws(StorageError) in _ = try core.stored().record(of: document) }
        }
        _ = IndexCheck.problems(of: index.part(core, layers: []))
        // Opening a commit refuses other fields.
        guard core.fields.count == other.fields.count else { return }
        forEachMerger(core) { merger, store in
            attempt { () throws(StorageError) in _ = try merger.writeCore(index.settings, to: store) }
        }
    }

    /// Opens the layer and uses it in every way there is.
    func readLayer() throws {
        let core = try Segment(coreName, in: index.fileSystem)
        guard let layer = try? FacetLayer(layerName, of: core, in: index.fileSystem) else { return }
        attempt { () throws(StorageError) in
            for mention in try layer.contents().mentionsByDocument.joined() {
                #expect(mention.rule < layer.meta.rules.count)
                #expect(mention.start + mention.size >= mention.start)
                #expect(mention.position + mention.tokenCount >= mention.position)
            }
        }
        _ = IndexCheck.problems(of: index.part(core, layers: [layer]))
        forEachMerger(core) { merger, store in
            attempt { () throws(StorageError) in
                _ = try merger.writeLayer([layer, otherLayer], coreName: "a.core", to: store)
            }
        }
    }

    private func look(for word: String, in field: FieldReader) throws(StorageError) {
        guard let stemmer = index.settings.analyzer.makeStemmer() else { return }
        let bytes = Array(word.utf8)
        if let entry = try field.entry(of: bytes) { _ = try field.contents(of: entry) }
        let term = TermForm.stemTerm(language: "en", stem: stemmer.stem(bytes))
        if let entry = try field.entry(ofStemClass: term, stemmer: stemmer) {
            _ = try field.contents(of: entry)
        }
    }

    private func forEachMerger(_ core: Segment, _ body: (SegmentMerger, CommitStore) -> Void) {
        for deletes in [nil, sampleDeletes(of: core, divisor: 2, seed: 1)] {
            let merger = SegmentMerger([
                SegmentMerger.Input(segment: core, deletes: deletes),
                SegmentMerger.Input(segment: other, deletes: nil),
            ])
            body(merger, CommitStore(ForgetfulFileSystem()))
        }
    }

    @Test("A core file of any contents gives an answer or an error", arguments: UInt64(0)..<8)
    func core(seed: UInt64) throws {
        // Seed 0 has lists with full blocks.
        let files = try HostileTests(documentCount: seed == 0 ? 140 : 9)
        let parts = try SectionParts(files.coreName, in: files.index)
        var random = SeededGenerator(state: seed)
        for _ in 0..<(seed == 0 ? 8 : 40) {
            try parts.mutated(&random).write(files.coreName, in: files.index)
            try files.readEverything()
        }
    }

    @Test("A layer file of any contents gives an answer or an error", arguments: UInt64(0)..<8)
    func layer(seed: UInt64) throws {
        let files = try HostileTests(documentCount: seed == 0 ? 140 : 9)
        let parts = try SectionParts(files.layerName, in: files.index)
        var random = SeededGenerator(state: seed)
        for _ in 0..<(seed == 0 ? 8 : 40) {
            try parts.mutated(&random).write(files.layerName, in: files.index)
            try files.readLayer()
        }
    }

    @Test("Deletes and catalogs of any contents give an answer or an error")
    func smallFiles() throws {
        var random = SeededGenerator(state: 1)
        let core = try Segment(coreName, in: index.fileSystem)
        let deletes = try sampleDeletes(of: core, divisor: 2, seed: 1).write(to: index.store)
        let catalog = try sampleCatalog.write(to: index.store)
        let (deleteParts, catalogParts) = (
            try SectionParts(deletes, in: index), try SectionParts(catalog, in: index)
        )
        for _ in 0..<300 {
            try deleteParts.mutated(&random).write(deletes, in: index)
            attempt { () throws(StorageError) in
                let read = try DeleteSet(deletes, of: core, in: index.fileSystem)
                #expect((0..<UInt32(core.documentCount)).count { read.contains($0) } == read.count)
            }
            try catalogParts.mutated(&random).write(catalog, in: index)
            attempt { () throws(StorageError) in
                let read = try FacetCatalog(catalog, in: index.fileSystem)
                for value in read.values { #expect(read.value(with: value.id)?.id == value.id) }
            }
        }
    }

    @Test("A commit of any contents gives an answer or an error")
    func commits() throws {
        var random = SeededGenerator(state: 1)
        let catalog = try sampleCatalog.write(to: index.store)
        let core = try Segment(coreName, in: index.fileSystem)
        var record = CommitRecord(
            analyzer: core.analyzer, schema: Array("english".utf8), fieldNames: index.settings.fieldNames,
            runByteCount: 9)
        record.facets = [
            .init(name: "country", pluginVersion: 3, fingerprint: 1, isActor: true, catalog: catalog)
        ]
        var segment = CommitRecord.Segment(
            instance: 1, core: coreName, documentCount: documents.count, textByteCount: 5, layers: [layerName]
        )
        segment.deletes = try sampleDeletes(of: core, divisor: 2, seed: 1).write(to: index.store)
        record.segments = [segment, segment]
        let payload = record.encoded()
        let snapshot = try Snapshot(.init(number: 1, payload: payload), in: index.fileSystem)
        #expect(snapshot.parts.map(\.firstDocument) == [0, UInt32(documents.count)])
        for _ in 0..<500 {
            var changed = payload
            changed.mutate(&random)
            attempt { () throws(StorageError) in
                let read = try Snapshot(.init(number: 1, payload: changed), in: index.fileSystem)
                _ = (read.liveCount, read.record.fileNames)
                _ = MergeSchedule.next(
                    sizes: read.record.segments.map(\.textByteCount), runByteCount: read.record.runByteCount)
                _ = try read.find(Array(documents[0].identifier.utf8))
            }
        }
    }
}
