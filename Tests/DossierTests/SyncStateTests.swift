import IndexCore
import IndexStorage
import TestSupport
import Testing

@testable import Dossier

/// Inputs of any kind of name, size and time, the same for the same seed.
private func sampleState(seed: UInt64) -> SyncState {
    var random = SeededGenerator(state: seed)
    func number(_ bits: UInt64) -> UInt64 { random.next() >> (64 - bits) }
    var state = SyncState()
    state.formats = "html=1,text=2"
    for root in 0..<3 {
        var entries: [String: SyncState.Entry] = [:]
        for _ in 0..<root * 300 {
            let name = ["", "news/\(number(9))", "Ünïcode/\(number(20))", String(repeating: "a", count: 40)]
            entries[name[Int(number(2))]] = SyncState.Entry(
                byteCount: Int(number(40)), modifiedNanoseconds: Int64(bitPattern: random.next()),
                contentHash: number(48))
        }
        let containers = entries.filter { $0.key.hasPrefix("news") }.mapValues { entry in
            SyncState.Entry(
                byteCount: entry.byteCount, modifiedNanoseconds: entry.modifiedNanoseconds, contentHash: 0)
        }
        state.roots.append(
            SyncState.Root(name: "root\(root)", path: "/\(root)", entries: entries, containers: containers))
    }
    return state
}

@Suite("The list of inputs") struct SyncStateTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("is read as it was written, whatever the inputs", arguments: [1, 2, 3] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        for state in [sampleState(seed: seed), SyncState()] {
            let name = try state.write(to: CommitStore(folder.fileSystem))
            #expect(try SyncState(name, in: folder.fileSystem) == state)
        }
    }

    @Test("takes nine bytes at most for an input of many in one file")
    func size() throws {
        var (state, random) = (SyncState(), SeededGenerator(state: 4))
        var root = SyncState.Root(name: "articles.jsonl", path: "/articles.jsonl")
        for number in 0..<20_000 {
            root.entries["enwiki:\(number / 7)#\(number % 7)"] = SyncState.Entry(
                byteCount: Int(random.next() % 2000), modifiedNanoseconds: 1_700_000_000_123_456_789,
                contentHash: random.next() >> 16)
        }
        state.roots = [root]
        let name = try state.write(to: CommitStore(folder.fileSystem))
        #expect(try folder.map(name).byteCount < 9 * root.entries.count)
        #expect(try SyncState(name, in: folder.fileSystem) == state)
    }

    @Test("of hashes too few or too many is damage")
    func hashes() throws {
        let store = CommitStore(folder.fileSystem)
        let file = try IndexFile.syncState.open(sampleState(seed: 1).write(to: store), in: folder.fileSystem)
        let parts = try (1...3).map { try file.section($0).bytes().array() }
        let all = parts[2]
        for hashes in [Array(all.dropLast()), Array(all.dropLast(6)), all + [0], []] {
            let name = try IndexFile.syncState.write(to: store) { writer throws(StorageError) in
                try writer.addSection(1, parts[0])
                try writer.addSection(2, parts[1])
                try writer.addSection(3, hashes)
            }
            #expect(throws: StorageError.self) { try SyncState(name, in: folder.fileSystem) }
        }
    }
}
