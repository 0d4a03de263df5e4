import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

/// Stored documents written to a file and opened again.
private func storedDocuments(
    _ records: [[UInt8]], in folder: TemporaryFolder
) throws -> StoredDocuments {
    var writer = StoredDocumentsWriter()
    for record in records { writer.append(record) }
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
        // A record of 127 bytes or less has a length of one byte, so 65535 with their lengths end at 65538.
        [], [0], [0, 0, 0], [1 << 20], [65531], [65532], [65533, 0], [65534, 65533, 1], [65533, 65533],
        [0, 1 << 20, 0], Array(repeating: 127, count: 512), Array(repeating: 127, count: 513),
        Array(repeating: 0, count: 65537),
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

@Test("A block of stored records ends with the record that brings it to 64 KiB")
func storedBlockEdges() throws {
    let folder = try TemporaryFolder()
    // Lengths take three bytes from 16384 on, two from 128 on.
    for (sizes, blocks) in [
        ([65533, 0], 2), ([65532, 0], 1), ([65532, 0, 0], 2), ([65533], 1), ([1 << 20, 1 << 20], 2),
    ] {
        let stored = try storedDocuments(sizes.map { sampleBytes($0) }, in: folder)
        #expect(stored.blockCount == blocks, "\(sizes)")
    }
    #expect(
        try storedDocuments([[1]] + Array(repeating: [], count: 65536 * 2 - 2), in: folder).blockCount == 2)
    // Nothing at all is stored for documents without a record.
    let empty = try storedDocuments(Array(repeating: [], count: 65536 * 2), in: folder)
    #expect(empty.blockCount == 0)
    #expect(try empty.record(of: 65536) == [])
    #expect(try storedDocuments([], in: folder).blockCount == 0)
}
