import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

/// A record that uses every part: two facets, three segments, one with deletes.
func sampleRecord(seed: UInt64 = 1) -> CommitRecord {
    var random = SeededGenerator(state: seed)
    var record = CommitRecord(
        analyzer: "analyzer=english", schema: Array("english".utf8), fieldNames: ["title", "body"],
        runByteCount: Int.random(in: 0..<1 << 40, using: &random))
    record.nextInstance = UInt64.random(in: 1..<1 << 62, using: &random)
    record.facets = [
        .init(name: "country", pluginVersion: 3, fingerprint: .max, isActor: true, catalog: "c1.catalog"),
        .init(name: "alliance", pluginVersion: 0, fingerprint: 0, isActor: false, catalog: "c2.catalog"),
    ]
    for number in 0..<3 {
        var segment = CommitRecord.Segment(
            instance: UInt64.random(in: 1..<1 << 62, using: &random), core: "s\(number).core",
            documentCount: Int.random(in: 0..<1 << 32, using: &random),
            textByteCount: Int.random(in: 0..<1 << 47, using: &random),
            layers: ["l\(number)0.layer", "l1.layer"])
        if number == 1 { (segment.deletes, segment.deletedCount) = ("d.deletes", 7) }
        record.segments.append(segment)
    }
    return record
}

@Test("A commit record reads back as it was written, an empty one too", arguments: UInt64(1)...20)
func commitRecordRoundTrip(seed: UInt64) throws {
    let record = sampleRecord(seed: seed)
    #expect(try CommitRecord(record.encoded(), file: "a") == record)
    var other = record
    (other.facets, other.syncState) = ([], "é.sync")
    for index in other.segments.indices { other.segments[index].layers = [] }
    #expect(try CommitRecord(other.encoded(), file: "a") == other)
    let empty = CommitRecord(analyzer: "", schema: [], fieldNames: [], runByteCount: 0)
    #expect(try CommitRecord(empty.encoded(), file: "a") == empty)
}

@Test("A commit's files are its cores, layers, deletes, catalogs and sync state, each once")
func commitFileNames() {
    var record = sampleRecord()
    let files: Set = [
        "c1.catalog", "c2.catalog", "s0.core", "s1.core", "s2.core", "l00.layer", "l10.layer", "l20.layer",
        "l1.layer", "d.deletes",
    ]
    #expect(record.fileNames == files)
    record.syncState = "a.sync"
    #expect(record.fileNames == files.union(["a.sync"]))
    let empty = CommitRecord(analyzer: "", schema: [], fieldNames: [], runByteCount: 0)
    #expect(empty.fileNames.isEmpty)
}

@Test("A commit of another format version is refused with its name, its version and ours")
func commitVersion() throws {
    var payload = sampleRecord().encoded()
    payload[0] = 77
    #expect(
        throws: StorageError.otherVersion(
            file: "commit 4", found: "format 77", ours: "format \(IndexFile.version)")
    ) { try CommitRecord(payload, file: "commit 4") }
}

@Test("A commit record cut anywhere, or longer, is an error")
func commitRecordCuts() {
    let payload = sampleRecord().encoded()
    for count in payload.indices {
        #expect(throws: StorageError.self) {
            try CommitRecord(Array(payload.prefix(count)), file: "a")
        }
    }
    #expect(throws: StorageError.self) { try CommitRecord(payload + [0], file: "a") }
}

@Test("Deletes read back as they were written, at word edges too", arguments: [0, 1, 63, 64, 65, 128, 700])
func deletesRoundTrip(count: Int) throws {
    let index = try SampleStore(fieldCount: 1)
    let core = try index.segment(of: sampleDocuments(count: count, seed: 2, fieldCount: 1))
    for divisor in [1, 3, 1000] {
        let deletes = sampleDeletes(of: core, divisor: divisor, seed: UInt64(count))
        let read = try DeleteSet(deletes.write(to: index.store), of: core, in: index.fileSystem)
        #expect(read == deletes)
        let expected = (0..<UInt32(count)).filter { deletes.contains($0) }
        #expect((0..<UInt32(count)).filter { read.contains($0) } == expected)
        #expect(read.count == expected.count)
        if divisor == 1 { #expect(read.count == count) }
    }
}

@Test("A document deleted twice counts once, and deletes of another core are refused")
func deletesOfAnotherCore() throws {
    let index = try SampleStore()
    let core = try index.segment(of: sampleDocuments(count: 70, seed: 2))
    let other = try index.segment(of: sampleDocuments(count: 70, seed: 3))
    var deletes = DeleteSet(coreName: core.name, documentCount: 70)
    deletes.insert(69)
    deletes.insert(69)
    #expect(deletes.count == 1)
    let name = try deletes.write(to: index.store)
    #expect(throws: StorageError.self) { try DeleteSet(name, of: other, in: index.fileSystem) }
}

/// Ids that differ in bytes but are equal as `String`s, empty ones, and aliases.
let sampleCatalog = FacetCatalog([
    .init(id: "KR", label: "South Korea", aliases: ["ROK", "Republic of Korea", ""]),
    .init(id: "e\u{301}", label: "decomposed", aliases: []),
    .init(id: "\u{E9}", label: "composed", aliases: ["é"]),
    .init(id: "", label: "", aliases: []),
    .init(id: "US", label: "United States", aliases: ["USA"]),
])

@Test("A catalog reads back in order of its ids' bytes and finds every value and no other")
func catalogRoundTrip() throws {
    let index = try SampleStore()
    let read = try FacetCatalog(sampleCatalog.write(to: index.store), in: index.fileSystem)
    #expect(read == sampleCatalog)
    #expect(read.values.map(\.id.utf8.first) == [nil, 0x4B, 0x55, 0x65, 0xC3])
    for value in sampleCatalog.values {
        #expect(read.value(with: value.id) == value && read.contains(value.id))
        #expect(read.label(of: value.id) == value.label)
    }
    for id in ["K", "KRA", "ZZ", "e"] {
        #expect(read.value(with: id) == nil && read.label(of: id) == nil && !read.contains(id))
    }
    let empty = FacetCatalog([])
    #expect(try FacetCatalog(empty.write(to: index.store), in: index.fileSystem) == empty)
    #expect(empty.value(with: "KR") == nil)
}
