import Glibc
import IndexStorage
import TestSupport
import Testing

@Suite struct MappedFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("Numbers read little-endian at any alignment")
    func loads() throws {
        try folder.write("a", (0..<32).map { UInt8($0) })
        let bytes = try folder.map("a").bytes(1..<32)
        #expect(bytes[0] == 1)
        #expect(bytes.loadUInt32(at: 2) == 0x0605_0403)
        #expect(bytes.slice(2..<10).loadUInt64(at: 0) == 0x0A09_0807_0605_0403)
        #expect(bytes.count == 31 && bytes.array() == (1..<32).map { UInt8($0) })
    }

    @Test("A range outside the file is an error")
    func ranges() throws {
        try folder.write("a", [1, 2, 3])
        try folder.write("empty", [])
        let file = try folder.map("a")
        #expect(throws: StorageError.self) { try file.bytes(1..<4) }
        #expect(throws: StorageError.self) { try file.bytes(-1..<2) }
        #expect(throws: StorageError.self) { try file.allBytes.checkedSlice(offset: .max, count: 2) }
        #expect(try folder.map("empty").bytes(0..<0).array() == [])
        #expect(throws: StorageError.missing(file: folder.path + "/none")) { try folder.map("none") }
    }

    @Test("A file cut short under its mapping is an error, not the end of the process")
    func truncationUnderMapping() throws {
        try folder.write("a", [UInt8](repeating: 7, count: 20000))
        try folder.write("b", [UInt8](repeating: 9, count: 20000))
        let file = try folder.map("a")
        let other = try folder.map("b")
        let bytes = file.allBytes
        #expect(bytes[19999] == 7 && !file.isDamaged)
        // Safe: the string lives for the call.
        #expect(unsafe truncate(folder.path + "/a", 100) == 0)
        #expect(bytes[19999] == 0)
        #expect(bytes[9000] == 0)
        #expect(file.isDamaged)
        #expect(throws: StorageError.self) { try file.checkUndamaged() }
        #expect(!other.isDamaged && other.allBytes[19999] == 9)
    }

    @Test("A file cut short within its last page, where nothing faults, is an error as well")
    func truncationWithinPage() throws {
        let whole = [UInt8](repeating: 7, count: 5000)
        for count in [4998, 4999, 4097, 4096] {
            try folder.write("a", whole)
            let file = try folder.map("a")
            #expect(file.allBytes[4999] == 7)
            // Safe: the string lives for the call.
            #expect(unsafe truncate(folder.path + "/a", off_t(count)) == 0)
            #expect(throws: StorageError.self, "\(count) bytes") { try file.checkUndamaged() }
        }
    }

    @Test("A content hash reads back from its 32 digits, and nothing else reads")
    func contentHash() {
        let hash = ContentHash(of: sampleBytes(1000))
        #expect(hash.description.utf8.count == 32)
        #expect(ContentHash(hex: hash.description) == hash)
        #expect(ContentHash(high: 0, low: 10).description == String(repeating: "0", count: 31) + "a")
        #expect(ContentHash(hex: String(repeating: "A", count: 32)) == nil)
        #expect(ContentHash(hex: "12") == nil)
        #expect(ContentHash(of: []).description == "99aa06d3014798d86001c324468d497f")
        #expect(Checksum.xxh3([UInt8]()) == 0x2D06_8005_38D3_94C2)
        let hasher = ContentHasher()
        hasher.update(Array(sampleBytes(1000).prefix(300)))
        hasher.update(Array(sampleBytes(1000).dropFirst(300)))
        #expect(hasher.finish() == hash)
    }
}
