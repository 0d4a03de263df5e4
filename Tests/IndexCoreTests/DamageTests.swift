import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

@Suite struct DamageTests {
    private let index: SampleStore
    private let documents = sampleDocuments(count: 3, seed: 11, fieldCount: 1)

    init() throws { index = try SampleStore(fieldCount: 1) }

    /// Reads a file with every byte changed in one bit and in all, and cut at every length: what was there before, or
    /// an error, must come of it.
    private func expectTruthOrError<Contents: Equatable>(
        of name: String, _ read: () throws(StorageError) -> Contents
    ) throws {
        let whole = try index.bytes(name)
        let contents = try read()
        var errorCount = 0
        func attempt(_ damaged: [UInt8], _ label: String) throws {
            try index.folder.write(name, damaged)
            do throws(StorageError) {
                #expect(try read() == contents, "\(name), \(label)")
            } catch {
                errorCount += 1
            }
        }
        var damaged = whole
        for position in whole.indices {
            for change in [1 << UInt8(position % 8), 0xFF] as [UInt8] {
                damaged[position] ^= change
                try attempt(damaged, "byte \(position) ^ \(change)")
                damaged[position] ^= change
            }
            try attempt(Array(whole.prefix(position)), "\(position) bytes")
        }
        try attempt(whole + [0], "one byte more")
        #expect(errorCount > 2 * whole.count)
        try index.folder.write(name, whole)
        #expect(try read() == contents)
    }

    @Test("A core file with any byte changed, or cut, gives its contents or an error")
    func core() throws {
        let name = try index.segment(of: documents).name
        try expectTruthOrError(of: name) { () throws(StorageError) in
            try Segment(name, in: index.fileSystem).contents()
        }
    }

    @Test("A layer file with any byte changed, or cut, gives its contents or an error")
    func layer() throws {
        let core = try index.segment(of: documents)
        let name = try index.layer(of: documents, core: core).name
        try expectTruthOrError(of: name) { () throws(StorageError) in
            try FacetLayer(name, of: core, in: index.fileSystem).contents()
        }
    }

    @Test("A file of deletes with any byte changed, or cut, gives its contents or an error")
    func deletes() throws {
        let core = try index.segment(of: documents)
        let name = try sampleDeletes(of: core, divisor: 2, seed: 1).write(to: index.store)
        try expectTruthOrError(of: name) { () throws(StorageError) in
            try DeleteSet(name, of: core, in: index.fileSystem)
        }
    }

    @Test("A catalog with any byte changed, or cut, gives its contents or an error")
    func catalog() throws {
        let name = try sampleCatalog.write(to: index.store)
        try expectTruthOrError(of: name) { () throws(StorageError) in
            try FacetCatalog(name, in: index.fileSystem)
        }
    }

    @Test("A commit with any byte changed, or cut, gives its record or an error")
    func commit() throws {
        try index.store.publish(7, payload: sampleRecord().encoded())
        let name = try #require(try index.fileSystem.list().first { $0.hasPrefix("commit-") })
        try expectTruthOrError(of: name) { () throws(StorageError) in
            try CommitRecord(index.store.read(7).payload, file: name)
        }
    }

    @Test("A check finds nothing wrong with sound files, and names a damaged one, whichever it is")
    func check() throws {
        var documents = documents
        // Both files get a second chunk of 64 KiB, which opening does not verify.
        documents[1].record = sampleBytes(100_000)
        let mention = FacetMention(
            value: 5, field: 0, position: 1, tokenCount: 1, start: 2, size: 3, rule: 0, row: 1)
        documents[2].mentions = Array(repeating: mention, count: 40_000)
        let coreName = try index.segment(of: documents).name
        let layerName = try index.layer(
            of: documents, core: Segment(coreName, in: index.fileSystem)
        ).name
        func problems() throws -> [String] {
            let core = try Segment(coreName, in: index.fileSystem)
            let layer = try FacetLayer(layerName, of: core, in: index.fileSystem)
            return IndexCheck.problems(of: index.part(core, layers: [layer]))
        }
        #expect(try problems() == [])
        let (core, layer) = (try index.bytes(coreName), try index.bytes(layerName))
        for position in [65536, 70_000, 90_000] {
            for (name, whole) in [(coreName, core), (layerName, layer)] {
                var damaged = whole
                damaged[position] ^= 4
                try index.folder.write(name, damaged)
                let found = try problems()
                #expect(found.count == 1 && found.first?.contains(name) == true)
                try index.folder.write(name, whole)
            }
        }
        var damaged = (core: core, layer: layer)
        damaged.core[66_000] ^= 1
        damaged.layer[66_000] ^= 1
        try index.folder.write(coreName, damaged.core)
        try index.folder.write(layerName, damaged.layer)
        let found = try problems()
        #expect(found.count == 2 && found.first?.contains(coreName) == true)
    }
}
