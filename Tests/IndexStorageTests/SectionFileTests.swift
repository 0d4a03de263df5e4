import IndexStorage
import TestSupport
import Testing

@Suite struct SectionFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func build(_ sections: [[UInt8]]) throws -> (bytes: [UInt8], hash: ContentHash) {
        let sink = MemorySink()
        let writer = try SectionFileWriter(kind: 7, version: 3, into: sink)
        for (index, bytes) in sections.enumerated() { try writer.addSection(UInt32(index + 1), bytes) }
        let result = try writer.finish()
        #expect(result.byteCount == sink.bytes.count)
        return (sink.bytes, result.hash)
    }

    @Test("A section reads back as it was written", arguments: [0, 1, 65535, 65536, 65537])
    func roundTrip(count: Int) throws {
        let sections = [sampleBytes(count), sampleBytes(5, seed: 2), sampleBytes(count, seed: 3)]
        let built = try build(sections)
        try folder.write("a", built.bytes)
        let file = try SectionFile(folder.map("a"))
        #expect(file.kind == 7 && file.version == 3 && file.tags == [1, 2, 3])
        try file.verifyAll()
        for (index, expected) in sections.enumerated() {
            #expect(try file.section(UInt32(index + 1)).bytes().array() == expected)
        }
        let middle = count / 3..<count / 2
        #expect(try file.section(1).bytes(middle).array() == Array(sections[0][middle]))
        #expect(throws: StorageError.self) { try file.section(9) }
        #expect(throws: StorageError.self) { try file.section(1).bytes(0..<count + 1) }
    }

    @Test("The same calls give the same bytes, whose hash is the writer's")
    func determinism() throws {
        let first = try build([sampleBytes(70000), [1]])
        let second = try build([sampleBytes(70000), [1]])
        #expect(first.bytes == second.bytes)
        #expect(first.hash == ContentHash(of: first.bytes))
        #expect(first.hash != (try build([sampleBytes(70000), [2]]).hash))
    }

    @Test("A flipped bit anywhere is an error")
    func flips() throws {
        let built = try build([sampleBytes(100), [], sampleBytes(70, seed: 2)])
        for position in built.bytes.indices {
            for bit in [UInt8(1), 0x80] {
                var damaged = built.bytes
                damaged[position] ^= bit
                try folder.write("a", damaged)
                #expect(throws: StorageError.self, "byte \(position)") {
                    try SectionFile(folder.map("a")).verifyAll()
                }
            }
        }
    }

    @Test("A file cut anywhere is an error")
    func truncations() throws {
        let built = try build([sampleBytes(100), sampleBytes(70, seed: 2)])
        for count in built.bytes.indices {
            try folder.write("a", Array(built.bytes.prefix(count)))
            #expect(throws: StorageError.self, "\(count) bytes") {
                try SectionFile(folder.map("a")).verifyAll()
            }
        }
    }

    @Test("Damage in a later chunk is found on first access and names the chunk")
    func laziness() throws {
        var bytes = try build([sampleBytes(200_000)]).bytes
        bytes[140_000] ^= 1
        try folder.write("a", bytes)
        let file = try SectionFile(folder.map("a"))
        #expect(try file.section(1).bytes(0..<1000).array() == Array(sampleBytes(1000)))
        let error = StorageError.checksum(file: folder.path + "/a", chunkIndex: 2)
        #expect(throws: error) { try file.section(1).bytes(139_000..<140_000) }
        #expect(throws: error) { try file.verifyAll() }
    }

    @Test("A footer that lies about its sections, with a right checksum, is an error")
    func hostileFooter() throws {
        let bytes = try build([sampleBytes(10)]).bytes
        let footerStart = 128 - 54
        #expect(bytes.count == footerStart + 4 + 20 + 8 + 8 + 24)
        for (position, value) in [(0, 0xFF), (7 + 1, 0xFF), (15, 0xFF), (16, 0xFF), (23, 0xFF), (24, 1)] {
            var damaged = bytes
            damaged[footerStart + position] ^= UInt8(value)
            let bodyEnd = bytes.count - 24
            let hash = Checksum.xxh3(Array(damaged[footerStart..<bodyEnd]))
            for byte in 0..<8 {
                damaged[bodyEnd + byte] = UInt8(truncatingIfNeeded: hash >> UInt64(byte * 8))
            }
            try folder.write("a", damaged)
            #expect(throws: StorageError.self, "footer byte \(position)") {
                try SectionFile(folder.map("a")).verifyAll()
            }
        }
    }
}
