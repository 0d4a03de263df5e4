import IndexStorage
import TestSupport
import Testing

@Suite struct CommitStoreTests {
    let folder: TemporaryFolder
    let store: CommitStore

    init() throws {
        folder = try TemporaryFolder()
        store = CommitStore(folder.fileSystem)
    }

    @Test("The newest commit is the one with the highest number")
    func newest() throws {
        #expect(try store.newest() == nil)
        for number in [UInt64(1), 2, 10] { try store.publish(number, payload: sampleBytes(Int(number))) }
        try folder.write("commit-11", [1])
        try folder.write("commit-0000000000000000001x", [1])
        #expect(try store.numbers() == [1, 2, 10])
        #expect(try store.newest() == CommitStore.Commit(number: 10, payload: sampleBytes(10)))
        try store.remove(10)
        #expect(try store.newest()?.number == 2)
        #expect(try folder.fileSystem.exists("commit-00000000000000000002"))
    }

    @Test("A damaged newest commit is an error that names --recover, which falls back by one")
    func damage() throws {
        try store.publish(1, payload: [1, 2, 3])
        try store.publish(2, payload: [4, 5, 6])
        let name = "commit-00000000000000000002"
        let whole = try folder.map(name).allBytes.array()
        var damages = whole.indices.map { Array(whole.prefix($0)) }
        for position in whole.indices {
            var flipped = whole
            flipped[position] ^= 0x10
            damages.append(flipped)
        }
        damages.append(whole + [0])
        for damaged in damages {
            try folder.write(name, damaged)
            let error = #expect(throws: StorageError.self) { try store.newest() }
            #expect(error?.description.contains("--recover falls back to the commit before") == true)
            #expect(try store.newest(recovering: true)?.payload == [1, 2, 3])
        }
        try folder.write("commit-00000000000000000001", [])
        #expect(throws: StorageError.self) { try store.newest(recovering: true) }
    }

    @Test("A file named by its content is written once, and leaves nothing aside")
    func contentNames() throws {
        func write(_ bytes: [UInt8]) throws -> String {
            try store.writeContentNamed(suffix: "core", kind: 1, version: 1) { writer throws(StorageError) in
                try writer.addSection(1, bytes)
            }
        }
        let name = try write([1, 2])
        #expect(try write([1, 2]) == name)
        #expect(try write([1, 3]) != name)
        #expect(try folder.fileSystem.list().count == 2)
        let bytes = try folder.map(name).allBytes.array()
        #expect(name == "\(ContentHash(of: bytes)).core")
        try folder.write(name, [0] + bytes.dropFirst())
        #expect(try write([1, 2]) == name)
        #expect(try folder.map(name).allBytes.array() == bytes, "damage stays")
        let plain = try store.writeContentNamed(suffix: "deletes", bytes: [9])
        #expect(plain == "\(ContentHash(of: [9])).deletes")
        try folder.write("tmp-7-core", [1])
        try store.removeLeftovers()
        #expect(try folder.fileSystem.list().count == 3)
    }
}
