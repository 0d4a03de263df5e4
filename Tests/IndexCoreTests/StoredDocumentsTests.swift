import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

/// Stored documents written to a file and opened again.
private func storedDocuments(
    _ records: [[UInt8]], in folder: TemporaryFolder
) throws -> StoredDocuments {
    var writer = StoredDocumentsWriter()
    for record in records { writer.append(record[...]) }
    writer.finish()
    let name = try IndexFile.core.write(to: CommitStore(folder.fileSystem)) { file throws(StorageError) in
        try file.addSection(1, writer.blocks)
        try file.addSection(2, writer.index)
    }
    let file = try IndexFile.core.open(name, in: folder.fileSystem)
    return try StoredDocuments(
        index: file.section(2).bytes(), blocks: file.section(1), documentCount: records.count)
}

@Test(
    "Stored records come back one by one and in order, at block edges too",
    arguments: [
        [], [0], [0, 0, 0], [1 << 20], [98300], [98301], [98302, 0], [262140], [262141], [262141, 0],
        [0, 1 << 20, 0], [98301, 98301], Array(repeating: 127, count: 769), Array(repeating: 0, count: 98305),
    ])
func storedRoundTrip(sizes: [Int]) throws {
    let folder = try TemporaryFolder()
    let records = sizes.enumerated().map { sampleBytes($1, seed: UInt64($0)) }
    let stored = try storedDocuments(records, in: folder)
    var visited: [[UInt8]] = []
    try stored.forEachRecord { document, record in
        #expect(Int(document) == visited.count)
        visited.append(Array(record))
    }
    #expect(visited == records)
    for number in Set([0, 1, sizes.count / 2, sizes.count - 2, sizes.count - 1]).intersection(sizes.indices) {
        #expect(try stored.record(of: UInt32(number)) == records[number])
    }
}

@Test("A block of stored records has 96 KiB at least, and 256 KiB and the record that passes them at most")
func storedBlockEdges() throws {
    let folder = try TemporaryFolder()
    // Lengths take three bytes from 16384 on.
    for (sizes, blocks) in [
        ([262141, 0], 2), ([98300, 0], 1), ([1 << 20, 1 << 20], 2), ([262141], 1), ([60000, 34000, 1000], 1),
    ] {
        let stored = try storedDocuments(sizes.map { sampleBytes($0) }, in: folder)
        #expect(stored.blockCount == blocks, "\(sizes)")
    }
    #expect(
        try storedDocuments([[1]] + Array(repeating: [], count: 1 << 18), in: folder).blockCount == 2)
    // Nothing at all is stored for documents without a record.
    let empty = try storedDocuments(Array(repeating: [], count: 1 << 19), in: folder)
    #expect(empty.blockCount == 0)
    #expect(try empty.record(of: 1 << 18) == [])
    #expect(try storedDocuments([], in: folder).blockCount == 0)
}

@Test("Records of several segments, some of them left out, are cut into blocks as those of one")
func storedBlocksOfSegments() throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(state: 3)
    let segments = (0..<3).map { segment in
        (0..<400).map { number in
            sampleBytes(Int.random(in: 0...6000, using: &random), seed: UInt64(1000 * segment + number))
        }
    }
    var writer = StoredDocumentsWriter()
    var live: [[UInt8]] = []
    for (index, records) in segments.enumerated() {
        let stored = try storedDocuments(records, in: folder)
        #expect(stored.blockCount > 4)
        let numbers = records.indices.map { index == 1 && $0 % 150 == 70 ? UInt32.max : UInt32($0) }
        try writer.append(stored, numbers: numbers)
        live += zip(records, numbers).filter { $1 != .max }.map(\.0)
    }
    writer.finish()
    var expected = StoredDocumentsWriter()
    for record in live { expected.append(record[...]) }
    expected.finish()
    #expect(writer.index == expected.index)
    #expect(writer.blocks == expected.blocks)
}
