import Dossier
import Foundation
import Glibc
import Testing

/// `DOSSIER_KILLS` says how many times indexing is killed; 8 without it.
@Suite(.serialized) struct KillTests {
    private let folder: GrowingFolder
    private let killCount = ProcessInfo.processInfo.environment["DOSSIER_KILLS"].flatMap { Int($0) } ?? 8

    init() throws { folder = try GrowingFolder() }

    @Test("Indexing killed at any moment leaves its last commit, sound, and running it again completes it")
    func kills() throws {
        try folder.reset()
        var duration = try folder.complete("the first time")
        var counts: [String: Int] = [:]
        for number in 0..<killCount {
            try folder.reset()
            let isRunning = try startAndKill(after: moment(number, of: killCount, within: duration * 1.1))
            let commit = try folder.expectTruth("kill \(number)")
            #expect((folder.firstCommit...folder.lastCommit).contains(commit))
            let stage =
                !isRunning
                ? "too late"
                : commit == folder.firstCommit
                    ? "before the first commit"
                    : commit == folder.lastCommit ? "after the last commit" : "between commits"
            counts[stage, default: 0] += 1
            // The first run was slowed by a cold cache, the next ones may have less to do.
            duration = min(duration, try folder.complete("after kill \(number)"))
        }
        print("\(killCount) kills within \(duration): \(counts.sorted { $0.key < $1.key })")
    }

    @Test("Indexing killed before there is a commit leaves none, and running it again makes it")
    func killsOfFirstRun() throws {
        try folder.reset(toNothing: true)
        let duration = try folder.complete("the first time")
        var count = 0
        for number in 0..<max(2, killCount / 4) {
            try folder.reset(toNothing: true)
            _ = try startAndKill(after: moment(number, of: max(2, killCount / 4), within: duration))
            do throws(DossierError) {
                _ = try SearchIndex(path: folder.indexPath)
            } catch {
                #expect(error.code == .noIndex)
                count += 1
            }
            _ = try folder.complete("after kill \(number)")
        }
        print("\(count) of \(max(2, killCount / 4)) kills before the only commit")
    }

    @Test("A second writer is refused and changes nothing; the right to write dies with its process")
    func twoWriters() throws {
        try folder.reset()
        let first = try Program.start(["index", "news"], in: folder.path)
        // Once it has written something it holds the lock.
        let before = try folder.indexFileNames().count
        while first.isRunning, try folder.indexFileNames().count == before { usleep(1000) }
        kill(first.processIdentifier, SIGSTOP)
        usleep(50_000)
        let files = try folder.indexFiles()
        let second = try Program.run("index", "news", in: folder.path)
        #expect(second.status == 2)
        #expect(second.errors.contains("Another process is writing"))
        #expect(try folder.indexFiles() == files)
        #expect(try Program.run("search", "ministers", in: folder.path + "/news").status == 0)
        #expect(first.isRunning)
        kill(first.processIdentifier, SIGKILL)
        first.waitUntilExit()
        _ = try folder.complete("after the kill of the first writer")
    }

    /// A moment in the part of a duration that belongs to a number.
    private func moment(_ number: Int, of count: Int, within duration: Duration) -> Duration {
        duration * (Double(number) + .random(in: 0..<1)) / Double(count)
    }

    /// - Returns: whether the program was still running.
    private func startAndKill(after time: Duration) throws -> Bool {
        let process = try Program.start(["index", "news"], in: folder.path)
        usleep(useconds_t(time / .microseconds(1)))
        let isRunning = process.isRunning
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return isRunning && process.terminationReason == .uncaughtSignal
    }
}
