import Dispatch
import Foundation
import IndexStorage
import PluginAPI
import TestSupport
import Testing

@testable import Dossier

/// A live session with folds, merges and syncs, as the disk saw it.
private struct LiveHistory: Sendable {
    static let shared = Result { try LiveHistory() }
    static let runByteCount = 600

    let changes = LiveSession.changes(70, seed: 11)
    let contents: [LiveSession.Contents]
    let trace: [FileOperation]

    init() throws {
        contents = try LiveSession.contents(after: changes)
        let folder = try TemporaryFolder()
        let recording = RecordingFileSystem(folder.fileSystem)
        var live = try LiveSession.open(recording, runByteCount: Self.runByteCount)
        for (step, change) in changes.enumerated() {
            try LiveSession.apply(change, to: live)
            if step % 3 == 1 {
                try live.sync()
                recording.acknowledge(String(step + 1))
            }
            if step == 40 {
                try live.close()
                recording.acknowledge(String(step + 1))
                live = try LiveSession.open(recording, runByteCount: Self.runByteCount)
            }
            if step == 55 {
                // The log is read again, and folded.
                live.jobs.wait()
                live = try LiveSession.open(recording, runByteCount: Self.runByteCount)
            }
        }
        try live.close()
        recording.acknowledge(String(changes.count))
        trace = recording.trace
    }

    /// The index must hold what it held after some change, and no less than was promised.
    func expect(_ found: LiveSession.Contents, atLeast promised: Int, _ label: String) {
        #expect(contents[promised...].contains(found), "\(label): \(found.keys.sorted()) after \(promised)")
    }
}

@Suite("What stops a live writer") struct LiveLossTests {
    private static let isExhaustive = ProcessInfo.processInfo.environment["DOSSIER_EXHAUSTIVE"] == "1"
    private static let modes: [CrashSimulator.Mode] =
        [.dropUnsynced, .tearLastWrite] + (0..<(isExhaustive ? 8 : 3)).map { .reorder(seed: $0) }

    @Test("leaves, when power is lost, every synced document once, and of no change a part", arguments: modes)
    func powerLoss(mode: CrashSimulator.Mode) throws {
        let history = try LiveHistory.shared.get()
        let commits = history.trace.count { operation in
            if case .rename(_, let name) = operation { name.hasPrefix("commit-") } else { false }
        }
        #expect(commits > 6, "the session folds")
        let place = Self.modes.firstIndex(of: mode) ?? 0
        var seen: Set<Int> = []
        for prefix in stride(from: place, through: history.trace.count, by: Self.isExhaustive ? 1 : 29) {
            for state in CrashSimulator.states(history.trace, prefix: prefix, mode: mode)
            where seen.insert(state.files.hashValue ^ state.acknowledged.count).inserted {
                try expectSurvival(
                    state, history, "\(prefix) operations, \(mode)", writes: seen.count % 8 == 1)
            }
        }
    }

    private func expectSurvival(
        _ state: CrashState, _ history: LiveHistory, _ label: String, writes: Bool
    ) throws {
        let folder = try TemporaryFolder()
        try state.materialise(in: folder.fileSystem)
        let promised = state.acknowledged.last.flatMap { Int($0) } ?? 0
        guard try !CommitStore(folder.fileSystem).numbers().isEmpty else {
            #expect(promised == 0, "\(label)")
            return
        }
        let read = try Question.documents(of: SearchIndex(path: folder.path))
        history.expect(read, atLeast: promised, label)
        guard writes else { return }
        let live = try LiveSession.open(
            FailingFileSystem(folder.fileSystem), runByteCount: LiveHistory.runByteCount)
        #expect(try Question.documents(of: live.snapshot) == read, "\(label), replayed")
        try live.add(LiveSession.document("news/after", LiveSession.text("after", 99)))
        try live.close()
        let index = try SearchIndex(path: folder.path)
        #expect(try Question.documents(of: index).count == read.count + 1, "\(label), written")
        #expect(index.check() == [], "\(label)")
        #expect(try leftovers(folder.fileSystem) == [], "\(label)")
    }

    @Test("by a full disk, at any operation, is told, and costs nothing that was synced")
    func fullDisk() throws {
        let changes = LiveSession.changes(24, seed: 5)
        let contents = try LiveSession.contents(after: changes)
        var (number, isDone) = (0, false)
        while !isDone {
            let folder = try TemporaryFolder()
            let failing = FailingFileSystem(folder.fileSystem, failing: number..<(number + 3))
            var (synced, done) = (0, 0)
            var open: LiveIndex?
            do {
                let live = try LiveSession.open(failing, runByteCount: 600)
                open = live
                for (step, change) in changes.enumerated() {
                    try LiveSession.apply(change, to: live)
                    done = step + 1
                    if step % 4 == 3 {
                        try live.sync()
                        synced = done
                    }
                }
                try live.close()
                isDone = number >= failing.operationCount
                synced = done
            } catch let error as DossierError {
                #expect(error.code == .system, "\(number): \(error)")
            }
            open?.jobs.wait()
            let live = try LiveSession.open(FailingFileSystem(folder.fileSystem), runByteCount: 600)
            let found = try Question.documents(of: live.snapshot)
            // The change that failed may have reached the log.
            let possible = contents[synced...min(done + 1, changes.count)]
            #expect(possible.contains(found), "operation \(number), \(synced) synced, \(done) done")
            number += Self.isExhaustive ? 1 : 11
        }
    }

    /// A folder whose log holds changes, synced to the last.
    private func loggedFolder(_ changes: [LiveSession.Change]) throws -> (TemporaryFolder, log: [UInt8]) {
        let folder = try TemporaryFolder()
        let live = try LiveSession.open(folder.fileSystem)
        for change in changes {
            try LiveSession.apply(change, to: live)
            try live.sync()
        }
        return (folder, try folder.map(Self.logName).allBytes.array())
    }

    private static let logName = "log-00000000000000000001"

    private func contents(_ folder: TemporaryFolder, recovering: Bool = false) throws -> LiveSession.Contents?
    {
        do {
            let index = try SearchIndex(path: folder.path, recovering: recovering)
            return try Question.documents(of: index)
        } catch let error as DossierError where error.code == .damaged {
            return nil
        }
    }

    @Test("by damage to any byte of the log is an error; with recovery the documents before it are there")
    func damagedLog() throws {
        let changes = LiveSession.changes(5, seed: 2)
        let contents = try LiveSession.contents(after: changes)
        let (folder, log) = try loggedFolder(changes)
        // The mark behind the last change says that all before it was durable.
        let lastMark = log.count - 24 - 8
        for place in log.indices where place % (Self.isExhaustive ? 1 : 7) == 0 {
            var damaged = log
            damaged[place] ^= UInt8(1 << (place % 8))
            try folder.write(Self.logName, damaged)
            let found = try self.contents(folder)
            #expect(place < lastMark ? found == nil : found == contents.last, "byte \(place)")
            let recovered = try self.contents(folder, recovering: true)
            #expect(contents.contains { $0 == recovered }, "byte \(place), recovering")
        }
    }

    @Test("by cutting its log short leaves the changes before the cut")
    func cutLog() throws {
        let changes = LiveSession.changes(5, seed: 2)
        let contents = try LiveSession.contents(after: changes)
        let (folder, log) = try loggedFolder(changes)
        var last = 0
        for size in 0...log.count where size % (Self.isExhaustive ? 1 : 7) == 0 || size == log.count {
            try folder.write(Self.logName, Array(log.prefix(size)))
            let found = try self.contents(folder)
            let step = try #require(contents[last...].firstIndex { $0 == found }, "\(size) bytes")
            last = step
        }
        #expect(contents[last] == contents.last)
    }

    @Test("by a log whose checksums are right and whose entries lie is an error")
    func lyingLog() throws {
        let folder = try TemporaryFolder()
        _ = try LiveSession.open(folder.fileSystem)
        var batch = LiveBatch()
        let document = try LiveSession.document("news/a", LiveSession.text("a", 1))
        batch.documents = [LiveDocument(document: document, mentions: [FoundMentions()])]
        let stated = DocumentFacet.allCases.map(\.rawValue) + ["tag"]
        let plugins = try SmallPlugins.make().facets
        let facets = FacetShape.all(plugins, among: plugins, stated: stated)
        let (sound, preamble) = (batch.encoded(facets), LogPreamble.encode(facets))
        func write(_ preamble: [UInt8], _ entry: [UInt8]) throws {
            let log = try WriteLog(1, preamble: preamble, in: folder.fileSystem)
            try log.append(entry)
        }
        try write(preamble, sound)
        #expect(try contents(folder)?.count == 1)
        for place in Array(sound.indices.prefix(60)) + Array(sound.indices.suffix(3)) {
            for change in [0x01, 0x80, 0xFF] as [UInt8] {
                var lying = sound
                lying[place] ^= change
                try write(preamble, lying)
                _ = try contents(folder)
            }
        }
        for size in stride(from: 0, to: sound.count, by: Self.isExhaustive ? 1 : 11) {
            try write(preamble, Array(sound.prefix(size)))
            #expect(try contents(folder) == nil, "\(size) bytes of an entry")
        }
        for size in 0..<preamble.count {
            try write(Array(preamble.prefix(size)), sound)
            #expect(try contents(folder) == nil, "\(size) bytes of the preamble")
        }
    }
}
