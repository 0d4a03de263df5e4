import IndexStorage
import TestSupport
import Testing

@Suite struct CrashTests {
    private static let publishCount: UInt64 = 4
    private static let modes: [CrashSimulator.Mode] =
        [.dropUnsynced, .tearLastWrite] + (0..<40).map { .reorder(seed: $0) }

    /// Publishes commits, each naming two files, and keeps only the last two.
    private func recordPublishes() throws -> [FileOperation] {
        let folder = try TemporaryFolder()
        let recording = RecordingFileSystem(folder.fileSystem)
        let store = CommitStore(recording)
        for number in 1...Self.publishCount {
            var names: [String] = []
            for part in 0..<2 as Range<UInt64> {
                let content = sampleBytes(70_000, seed: number * 10 + part)
                let name = try store.writeContentNamed(suffix: "core", kind: 1, version: 1) {
                    writer throws(StorageError) in try writer.addSection(1, content)
                }
                names.append(name)
            }
            try store.publish(number, payload: Array(names.joined(separator: "\n").utf8))
            recording.acknowledge(String(number))
            if number > 2 { try store.remove(number - 2) }
        }
        return recording.trace
    }

    @Test("An acknowledged commit and its files survive a loss of power at any time", arguments: modes)
    func acknowledgedSurvives(mode: CrashSimulator.Mode) throws {
        let trace = try recordPublishes()
        #expect(trace.count > 40)
        for prefix in 0...trace.count {
            for state in CrashSimulator.states(trace, prefix: prefix, mode: mode) {
                let folder = try TemporaryFolder()
                try state.materialise(in: folder.fileSystem)
                let newest = try CommitStore(folder.fileSystem).newest()
                let promised = state.acknowledged.last.flatMap { UInt64($0) } ?? 0
                #expect((newest?.number ?? 0) >= promised, "\(prefix) operations")
                guard let newest else { continue }
                for name in String(decoding: newest.payload, as: UTF8.self).split(separator: "\n") {
                    try SectionFile(folder.map(String(name))).verifyAll()
                }
            }
        }
    }

    @Test("The simulator loses what is not synced, and keeps what is")
    func simulatorLoses() {
        let trace: [FileOperation] = [
            .create(name: "a", file: 0), .write(file: 0, offset: 0, bytes: [1, 2]), .syncFile(file: 0),
            .syncDirectory, .write(file: 0, offset: 2, bytes: [3, 4]), .rename(from: "a", to: "b"),
        ]
        func files(_ prefix: Int, _ mode: CrashSimulator.Mode) -> [[String: [UInt8]]] {
            CrashSimulator.states(trace, prefix: prefix, mode: mode).map(\.files)
        }
        #expect(files(2, .dropUnsynced) == [["a": []], [:]])
        #expect(files(3, .dropUnsynced) == [["a": [1, 2]], [:]])
        #expect(files(6, .dropUnsynced) == [["b": [1, 2]], ["a": [1, 2]]])
        #expect(
            files(5, .tearLastWrite)
                == [["a": [1, 2]], ["a": [1, 2, 3]], ["a": [1, 2, 3]], ["a": [1, 2, 0, 0]]])
        let names = Set((0..<50).flatMap { files(6, .reorder(seed: $0)).flatMap(\.keys) })
        #expect(names == ["a", "b"])
    }
}
