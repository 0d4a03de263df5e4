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

    /// Patterns that are all looked up one after another, which takes a while, behind a word that is found.
    private static let slowQuery =
        "report OR " + (0..<4000).map { "/.*\($0 % 97)[a-z]*/" }.joined(separator: " ")

    @Test("A search stopped by Ctrl-C prints what it found by then, says so, and exits 130")
    func stopsSearch() throws {
        try folder.reset()
        _ = try folder.complete("before")
        var stopped: Program.Result?
        // A signal before the program listens ends it as the system does.
        for delay in [300, 600, 1200, 2400] where stopped == nil {
            let result = try stopSearch(
                ["--json", "--timeout", "0", Self.slowQuery], after: .milliseconds(delay))
            if result.status != -1 { stopped = result }
        }
        let result = try #require(stopped)
        #expect(result.status == 130)
        #expect(
            result.errors == "dossier: stopped: there may be better hits, and more of them.\n",
            "\(result.errors.prefix(300))")
        let json = try result.json()
        #expect(json["partial"] as? Bool == true)
        #expect((json["hits"] as? [Any])?.isEmpty == false)
        let whole = try Program.run("search", "report", in: folder.path + "/news")
        #expect(whole.status == 0)
    }

    @Test("A search whose time runs out says so, prints what it found, and is not an error")
    func endsSearch() throws {
        try folder.reset()
        _ = try folder.complete("before")
        let result = try Program.run(
            "search", "--timeout", "1", Self.slowQuery, "--json", in: folder.path + "/news")
        #expect([0, 1].contains(result.status))
        #expect(try result.json()["partial"] as? Bool == true)
        #expect(result.errors.contains("dossier: The time ran out: "), "\(result.errors.prefix(300))")
    }

    @Test("A second Ctrl-C ends a search at once")
    func stopsSearchAtOnce() throws {
        try folder.reset()
        _ = try folder.complete("before")
        let process = try Program.process(
            // Every word of it is marked.
            [
                "search", "report ministers met and their number says that talks with tokyo go on", "--limit",
                "all", "--full", "--jsonl",
            ], in: folder.path + "/news")
        // Nobody reads it, so that the program waits once it is full.
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        usleep(500_000)
        for _ in 0..<2 {
            kill(process.processIdentifier, SIGINT)
            usleep(100_000)
        }
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGINT)
    }

    private func stopSearch(_ words: [String], after time: Duration) throws -> Program.Result {
        let process = try Program.process(["search"] + words, in: folder.path + "/news")
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        usleep(useconds_t(time / .microseconds(1)))
        kill(process.processIdentifier, SIGINT)
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let isSilent = process.terminationReason == .uncaughtSignal
        return .init(status: isSilent ? -1 : process.terminationStatus, output: text, errors: message)
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
