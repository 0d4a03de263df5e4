import TestSupport
import Testing

@testable import IndexStorage

@Suite("A write log") struct WriteLogTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ entries: [[UInt8]], number: UInt64 = 4) throws -> WriteLog {
        let log = try WriteLog(number, preamble: [1, 2], in: folder.fileSystem)
        for entry in entries { try log.append(entry) }
        return log
    }

    @Test("gives back its preamble and entries of every size, with marks between them or not")
    func roundTrip() throws {
        let entries = [0, 1, 23, 24, 25, 70_000].map { sampleBytes($0, seed: 3) }
        let log = try write(Array(entries.prefix(3)))
        try log.sync()
        try log.mark(durableByteCount: log.byteCount)
        for entry in entries.dropFirst(3) { try log.append(entry) }
        let contents = try WriteLogContents(4, in: folder.fileSystem)
        #expect(contents.preamble == [1, 2] && contents.entries == entries && !contents.isTorn)
        #expect(try WriteLog.numbers(in: folder.fileSystem) == [4])
        try WriteLog.remove(4, in: folder.fileSystem)
        #expect(try WriteLog.numbers(in: folder.fileSystem) == [])
    }

    @Test(
        "whose unsynced tail is lost, torn or zeros has the entries before; one without a preamble has none")
    func tornTail() throws {
        let entries = (0..<4 as Range<UInt64>).map { sampleBytes(40, seed: $0) }
        let log = try write(Array(entries.prefix(2)))
        let sound = log.byteCount
        for entry in entries.suffix(2) { try log.append(entry) }
        let bytes = try folder.map("log-00000000000000000004").allBytes.array()
        for end in sound..<bytes.count {
            let zeros = [UInt8](repeating: 0, count: bytes.count - end)
            for tail in [[], zeros, Array(zeros.prefix(1))] {
                try folder.write("log-00000000000000000004", Array(bytes[..<end]) + tail)
                let contents = try WriteLogContents(4, in: folder.fileSystem)
                let kept = end < sound + 64 ? 2 : 3
                // A byte that was zero may be there again.
                #expect(contents.entries.count >= kept && entries.starts(with: contents.entries), "\(end)")
            }
        }
        for end in 0..<(8 + 24 + 2) {
            try folder.write("log-00000000000000000004", Array(bytes[..<end]))
            let contents = try WriteLogContents(4, in: folder.fileSystem)
            #expect(contents.preamble == nil && contents.entries.isEmpty)
        }
    }

    @Test("does not take the records of another log, or of another place in it, for its own")
    func recordsAreBound() throws {
        let entry = sampleBytes(30)
        let log = try write([entry])
        let first = try folder.map("log-00000000000000000004").allBytes.array()
        let record = first.suffix(24 + 30)
        try folder.write("log-00000000000000000004", first + record)
        #expect(try WriteLogContents(4, in: folder.fileSystem).entries == [entry])
        try folder.write("log-00000000000000000005", first)
        #expect(try WriteLogContents(5, in: folder.fileSystem).entries == [])
        #expect(log.byteCount == first.count)
    }

    @Test("that is damaged before a mark is an error, unless the sound part is asked for")
    func damage() throws {
        let log = try write([sampleBytes(30), sampleBytes(40)])
        let durable = log.byteCount
        try log.mark(durableByteCount: durable)
        try log.append(sampleBytes(50))
        let bytes = try folder.map("log-00000000000000000004").allBytes.array()
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= 0x10
            try folder.write("log-00000000000000000004", damaged)
            if place < durable {
                #expect(throws: StorageError.self) { try WriteLogContents(4, in: folder.fileSystem) }
            } else {
                #expect(try WriteLogContents(4, in: folder.fileSystem).entries.count == 2)
            }
            let kept = try WriteLogContents(4, in: folder.fileSystem, keepsSoundPart: true)
            #expect(kept.entries.count <= 2)
        }
    }
}
