import Dossier
import Foundation
import Glibc
import Testing

/// `DOSSIER_KILLS` says how many times work is stopped; 8 without it.
@Suite(.serialized) struct InterruptTests {
    private let folder: GrowingFolder
    private let count = ProcessInfo.processInfo.environment["DOSSIER_KILLS"].flatMap { Int($0) } ?? 8

    init() throws { folder = try GrowingFolder() }

    @Test(
        "Indexing stopped by Ctrl-C at any moment tells what is kept, which is sound, and the next run goes on"
    )
    func stopsIndexing() throws {
        try folder.reset()
        var duration = try folder.complete("the first time")
        var stoppedCount = 0
        for number in 0..<count {
            try folder.reset()
            let signal = number % 3 == 2 ? SIGTERM : SIGINT
            // Half of them once it has begun to write, which most of the time, while plugins are read, it has not.
            let isLate = number % 2 == 1
            let result = try stop(
                ["index", "news"], in: folder.path,
                after: isLate ? .milliseconds(Int.random(in: 0..<60)) : moment(number, duration), by: signal,
                onceWriting: isLate)
            let commit = try folder.expectTruth("stop \(number)")
            #expect((folder.firstCommit...folder.lastCommit).contains(commit))
            if result.status == 128 + signal {
                let isWriting = result.errors != "dossier: stopped before anything was written.\n"
                stoppedCount += isWriting ? 1 : 0
                let start = "dossier: stopped; news/.dossier is sound and holds "
                #expect(!isWriting || result.errors.hasPrefix(start), "\(result.errors)")
            }
            duration = min(duration, try folder.complete("after stop \(number)"))
        }
        #expect(stoppedCount > 0)
        print("\(stoppedCount) of \(count) stopped within \(duration)")
    }

    @Test("Indexing stopped before there is a commit says that nothing is kept")
    func stopsFirstRun() throws {
        try folder.reset(toNothing: true)
        let duration = try folder.complete("the first time")
        for number in 0..<max(2, count / 4) {
            try folder.reset(toNothing: true)
            let result = try stop(
                ["index", "news"], in: folder.path, after: moment(number, duration * 0.5), by: SIGINT)
            if result.status == 130, (try? SearchIndex(path: folder.indexPath)) == nil {
                #expect(result.errors.hasPrefix("dossier: stopped before anything was "))
            }
            _ = try folder.complete("after stop \(number)")
        }
    }

    @Test("Optimizing stopped by Ctrl-C at any moment leaves the same articles in a sound index")
    func stopsOptimizing() throws {
        try folder.reset()
        _ = try folder.complete("before")
        let whole = folder.path + "/whole"
        try FileManager.default.copyItem(atPath: folder.indexPath, toPath: whole)
        let duration = try optimize()
        for number in 0..<max(2, count / 2) {
            try FileManager.default.removeItem(atPath: folder.indexPath)
            try FileManager.default.copyItem(atPath: whole, toPath: folder.indexPath)
            let result = try stop(
                ["optimize"], in: folder.path + "/news", after: moment(number, duration), by: SIGINT)
            #expect([-1, 0, 130].contains(result.status), "\(result.errors)")
            _ = try folder.expectTruth(as: folder.lastCommit, "stop \(number)")
            _ = try optimize()
            #expect(try folder.leftovers() == [], "stop \(number)")
        }
    }

    private func optimize() throws -> Duration {
        let start = ContinuousClock.now
        #expect(try Program.run("optimize", in: folder.path + "/news").status == 0)
        return ContinuousClock.now - start
    }

    /// A moment in the part of a duration that belongs to a number.
    private func moment(_ number: Int, _ duration: Duration) -> Duration {
        duration * (Double(number) + .random(in: 0..<1)) / Double(count)
    }

    private func stop(
        _ words: [String], in path: String, after time: Duration, by signal: Int32,
        onceWriting: Bool = false
    ) throws -> Program.Result {
        let process = try Program.process(words, in: path)
        let errors = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        let before = onceWriting ? try folder.indexFileNames().count : 0
        try process.run()
        while onceWriting, process.isRunning, try folder.indexFileNames().count == before { usleep(1000) }
        usleep(useconds_t(time / .microseconds(1)))
        kill(process.processIdentifier, signal)
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        // A signal before the program listens ends it as the system does.
        let isSilent = process.terminationReason == .uncaughtSignal
        return .init(status: isSilent ? -1 : process.terminationStatus, output: "", errors: text)
    }
}
