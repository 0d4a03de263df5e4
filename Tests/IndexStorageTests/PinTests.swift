import IndexStorage
import TestSupport
import Testing

@Suite struct PinTests {
    let folder: TemporaryFolder
    let store: CommitStore

    init() throws {
        folder = try TemporaryFolder()
        store = CommitStore(folder.fileSystem)
        for number in [UInt64(1), 2, 3] { try store.publish(number, payload: sampleBytes(Int(number))) }
    }

    @Test("A pin reads back as it was written, the last one of a commit, and is gone when taken away")
    func roundTrip() throws {
        #expect(try store.pinnedNumbers().isEmpty && store.pin(of: 2) == nil)
        for (name, seconds) in [("", 0), ("thèse-2026", UInt64.max), ("b", 7)] {
            let pin = CommitStore.Pin(number: 2, name: name, publishedSeconds: seconds)
            try store.write(pin)
            #expect(try store.pin(of: 2) == pin)
        }
        try store.write(CommitStore.Pin(number: 3, name: "c", publishedSeconds: 0))
        #expect(try store.pinnedNumbers() == [2, 3])
        #expect(try store.numbers() == [1, 2, 3])
        try store.unpin(2)
        #expect(try store.pinnedNumbers() == [3])
        #expect(throws: StorageError.self) { try store.unpin(2) }
        #expect(throws: StorageError.self) {
            try store.write(CommitStore.Pin(number: 9, name: "", publishedSeconds: 0))
        }
    }

    @Test("A pin damaged anywhere is an error, and still keeps its commit")
    func damage() throws {
        try store.write(CommitStore.Pin(number: 2, name: "thesis", publishedSeconds: 5))
        let name = "pin-00000000000000000002"
        let whole = try folder.map(name).allBytes.array()
        var damages = whole.indices.map { Array(whole.prefix($0)) } + [whole + [0]]
        for position in whole.indices {
            var flipped = whole
            flipped[position] ^= 0x10
            damages.append(flipped)
        }
        for damaged in damages {
            try folder.write(name, damaged)
            #expect(throws: StorageError.self) { try store.pin(of: 2) }
            #expect(try store.pinnedNumbers() == [2])
        }
    }

    @Test("The time of a commit is that of its pin, and without one that of its file")
    func times() throws {
        let written = try store.publishedSeconds(2)
        #expect(written > 1_700_000_000)
        try store.write(CommitStore.Pin(number: 2, name: "", publishedSeconds: 0))
        #expect(try store.publishedSeconds(2) == written)
        try store.write(CommitStore.Pin(number: 2, name: "", publishedSeconds: 77))
        #expect(try store.publishedSeconds(2) == 77)
    }
}
