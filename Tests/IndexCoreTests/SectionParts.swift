import IndexStorage
import TestSupport

@testable import IndexCore

/// A section file taken apart, to be written again with other contents and right checksums.
struct SectionParts {
    var kind: UInt32
    var sections: [(tag: UInt32, bytes: [UInt8])] = []

    init(_ name: String, in index: SampleStore) throws {
        let file = try SectionFile(index.folder.map(name))
        kind = file.kind
        for tag in file.tags { sections.append((tag, try file.section(tag).bytes().array())) }
    }

    /// The bytes of a section.
    subscript(tag: UInt32) -> [UInt8] {
        get { sections.first { $0.tag == tag }?.bytes ?? [] }
        set {
            for index in sections.indices where sections[index].tag == tag {
                sections[index].bytes = newValue
            }
        }
    }

    func write(_ name: String, in index: SampleStore) throws {
        let sink = MemorySink()
        let writer = try SectionFileWriter(kind: kind, version: IndexFile.version, into: sink)
        for (tag, bytes) in sections { try writer.addSection(tag, bytes) }
        _ = try writer.finish()
        try index.folder.write(name, sink.bytes)
    }

    /// Changes one to three places of any sections.
    func mutated(_ random: inout SeededGenerator) -> SectionParts {
        var changed = self
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            changed.sections[Int.random(in: sections.indices, using: &random)].bytes.mutate(&random)
        }
        return changed
    }
}

extension [UInt8] {
    /// Numbers on which arithmetic overflows, counts run away and tables end.
    private static let greedyNumbers: [UInt64] = [
        0, 1, 2, 31, 32, 33, 64, 127, 128, 129, 255, 256, 65535, 65536, 1 << 31, 1 << 32 - 2, 1 << 32 - 1,
        1 << 32, 1 << 47, 1 << 48, 1 << 62, 1 << 62 - 1, 1 << 63 - 1, 1 << 63, .max - 1, .max,
    ]

    /// Changes one place: a bit, a byte, a number, or the length.
    mutating func mutate(_ random: inout SeededGenerator) {
        let place = Int.random(in: 0...count, using: &random)
        let number = Self.greedyNumbers[Int.random(in: Self.greedyNumbers.indices, using: &random)]
        var inserted: [UInt8] = []
        switch Int.random(in: 0..<8, using: &random) {
        case 0 where place < count: self[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1 where place < count:
            self[place] = [0, 1, 0x7F, 0x80, 0xFF][Int.random(in: 0..<5, using: &random)]
        case 2:
            inserted.appendFixed32(UInt32(truncatingIfNeeded: number))
            let start = place / 4 * 4
            replaceSubrange(start..<Swift.min(count, start + 4), with: inserted)
        case 3:
            inserted.appendFixed64(number)
            let start = place / 8 * 8
            replaceSubrange(start..<Swift.min(count, start + 8), with: inserted)
        case 4:
            VariableInteger.append(number, to: &inserted)
            replaceSubrange(place..<Swift.min(count, place + 1), with: inserted)
        case 5: removeSubrange(place..<Swift.min(count, place + Int.random(in: 1...9, using: &random)))
        case 6: removeSubrange(place...)
        default:
            let length = Int.random(in: 1...16, using: &random)
            insert(contentsOf: sampleBytes(length, seed: random.next()), at: place)
        }
    }
}

/// A folder that takes files and forgets them.
struct ForgetfulFileSystem: FileSystem {
    private struct File: WritableFile {
        func write(_ bytes: [UInt8]) {}
        func sync() {}
        func close() {}
    }

    func createDirectory() {}
    func create(_ name: String) -> any WritableFile { File() }
    func rename(_ from: String, to: String) {}
    func remove(_ name: String) {}
    func list() -> [String] { [] }
    func exists(_ name: String) -> Bool { false }
    func syncDirectory() {}
    func openMapped(_ name: String) throws(StorageError) -> MappedFile { throw .missing(file: name) }
}
