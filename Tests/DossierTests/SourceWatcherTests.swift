import Dispatch
import Foundation
import Glibc
import PluginAPI
import SourceAdapters
import Synchronization
import TestSupport
import Testing

@testable import Dossier

/// A folder of articles that is watched, with a place outside of it, and what may happen to its files.
private final class WatchedFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.path + "/dossier-watch-\(UUID().uuidString)"
    let watcher: SourceWatcher
    let reports = Mutex<[IndexReport]>([])
    let failure = Mutex<String?>(nil)
    private let ended = DispatchSemaphore(value: 0)
    var news: String { path + "/news" }

    /// - Parameter prepare: makes what is there before.
    init(_ prepare: (String) throws -> Void = { _ in }) throws {
        for folder in ["/news/a/b", "/outside"] {
            try FileManager.default.createDirectory(atPath: path + folder, withIntermediateDirectories: true)
        }
        try prepare(path)
        var options = WatchOptions()
        options.patience.quiet = .milliseconds(30)
        options.patience.longest = .milliseconds(200)
        options.retryInterval = .milliseconds(50)
        watcher = try SourceWatcher(
            [FolderSource(path: path + "/news")], at: path + "/news/.dossier", plugins: SmallPlugins.make(),
            watching: options)
    }

    func start() {
        Thread.detachNewThread { [self] in
            do throws(DossierError) {
                try watcher.run { event in
                    if case .updated(let report, _) = event { reports.withLock { $0.append(report) } }
                }
            } catch {
                failure.withLock { $0 = "\(error)" }
            }
            ended.signal()
        }
    }

    /// Stops, and removes everything.
    func end() {
        watcher.stop()
        #expect(ended.wait(timeout: .now() + 20) == .success)
        #expect(failure.withLock { $0 } == nil)
        try? FileManager.default.removeItem(atPath: path)
    }

    static func documents(_ index: String) -> [String: String]? {
        try? Question.documents(of: SearchIndex(path: index))
    }

    /// What an index made anew of the folder holds.
    func fresh() throws -> [String: String] {
        let index = path + "/fresh-\(UUID().uuidString)"
        _ = try indexSources([FolderSource(path: news)], at: index, plugins: SmallPlugins.make())
        return try Question.documents(of: SearchIndex(path: index))
    }

    /// Waits until the watched index is one made anew.
    func expectSettled(_ label: String, seconds: Double = 20) throws {
        let expected = try fresh()
        let end = ContinuousClock.now + .seconds(seconds)
        var found = Self.documents(news + "/.dossier")
        while found != expected, ContinuousClock.now < end {
            usleep(20_000)
            found = Self.documents(news + "/.dossier")
        }
        let difference = Set((found ?? [:]).map { "\($0)" }).symmetricDifference(expected.map { "\($0)" })
        #expect(found == expected, "\(label): \(difference.sorted().prefix(4))")
    }
}

/// Moves a file or folder, or does nothing.
private func move(_ from: String, _ to: String) {
    // Safe: C strings.
    _ = unsafe rename(from, to)
}

private func delete(_ path: String) {
    // Safe: a C string.
    _ = unsafe unlink(path)
}

/// The times of a file; nil when there is none.
private func times(_ path: String) -> [timespec]? {
    var status = stat()
    // Safe: a C string, and a structure that outlives the call.
    return unsafe stat(path, &status) == 0 ? [status.st_atim, status.st_mtim] : nil
}

private func setTimes(_ times: [timespec], _ path: String) {
    // Safe: a C string, and two times.
    _ = unsafe utimensat(AT_FDCWD, path, times, 0)
}

/// Operations on files, drawn at random.
private struct FileOperations {
    let path: String
    var random: SeededGenerator
    private let files = FileManager.default

    init(_ path: String, seed: UInt64) {
        self.path = path
        random = SeededGenerator(state: seed)
    }

    private mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    private mutating func pick(_ items: [String]) -> String? {
        items.isEmpty ? nil : items[below(items.count)]
    }

    private func names(_ folders: Bool, in root: String) -> [String] {
        let all = (files.subpaths(atPath: root) ?? []).filter { !$0.contains(".dossier") }.sorted()
        return all.map { root + "/" + $0 }.filter {
            ((try? files.contentsOfDirectory(atPath: $0)) != nil) == folders
        }
    }

    private mutating func folder() -> String {
        let news = path + "/news"
        return pick([news] + names(true, in: news)) ?? news
    }

    private mutating func name() -> String { "f\(below(9))" + ["", ".md", ".txt", ".txt~"][below(4)] }

    /// Of one length, so that only the time tells texts apart.
    private mutating func text() -> Data {
        Data("Report \(100 + below(900))\n\nThe ministers of Seoul met about \(100 + below(900)).\n".utf8)
    }

    mutating func perform() {
        let news = path + "/news"
        let (file, inner, place) = (pick(names(false, in: news)), pick(names(true, in: news)), folder())
        let target = place + "/" + name()
        switch below(16) {
        case 0, 1, 2: try? text().write(to: URL(fileURLWithPath: target))
        case 3:
            // As editors save: aside, then in place of it.
            try? text().write(to: URL(fileURLWithPath: place + "/.tmp\(below(3))"))
            move(place + "/.tmp\(below(3))", target)
        case 4, 5: if let file { overwrite(file, keepsTime: below(2) == 0) }
        case 6, 7: if let file { delete(file) }
        case 8: if let file { move(file, target) }
        case 9:
            let new = place + "/d\(below(4))/e\(below(3))"
            try? files.createDirectory(atPath: new, withIntermediateDirectories: true)
            try? text().write(to: URL(fileURLWithPath: new + "/" + name()))
        case 10: if let inner { move(inner, place + "/d\(below(4))") }
        case 11: if let inner { move(inner, path + "/outside/o\(below(3))") }
        case 12:
            if let outer = pick(names(true, in: path + "/outside")) { move(outer, place + "/o\(below(3))") }
        case 13: if let inner { try? files.removeItem(atPath: inner) }
        case 14: if let inner { try? files.copyItem(atPath: inner, toPath: place + "/c\(below(3))") }
        default: usleep(UInt32(below(80)) * 1000)
        }
    }

    /// Writes as many bytes in place of those that are there.
    private mutating func overwrite(_ file: String, keepsTime: Bool) {
        guard let before = times(file), let handle = FileHandle(forWritingAtPath: file) else { return }
        handle.write(text())
        try? handle.close()
        if keepsTime { setTimes(before, file) }
    }
}

@Suite("A watched index", .serialized) struct SourceWatcherTests {
    /// `DOSSIER_WATCHES` says how many sequences there are; 2 without it.
    private static let seeds =
        UInt64(1)...(ProcessInfo.processInfo.environment["DOSSIER_WATCHES"].flatMap { UInt64($0) } ?? 2)

    @Test("equals one made anew after any sequence of file operations", arguments: seeds)
    func randomOperations(seed: UInt64) throws {
        let folder = try WatchedFolder()
        var operations = FileOperations(folder.path, seed: seed)
        for _ in 0..<20 { operations.perform() }
        folder.start()
        for round in 0..<5 {
            for _ in 0..<25 { operations.perform() }
            try folder.expectSettled("seed \(seed), round \(round)")
        }
        #expect(SearchIndex.find(from: folder.news) != nil)
        folder.end()
    }

    @Test("takes up a text of the same size and time, which only the system's word tells apart")
    func sameSizeAndTime() throws {
        let file = "/news/a/x.txt"
        let folder = try WatchedFolder { path in
            try "Report one\n\nIt was so.\n".write(toFile: path + file, atomically: false, encoding: .utf8)
        }
        folder.start()
        try folder.expectSettled("before")
        let before = try #require(times(folder.path + file))
        try "Report two\n\nIt was so.\n".write(toFile: folder.path + file, atomically: false, encoding: .utf8)
        setTimes(before, folder.path + file)
        try folder.expectSettled("after")
        folder.end()
    }

    @Test("drops all files that are deleted one by one, however many")
    func deletions() throws {
        let folder = try WatchedFolder { path in
            for number in 0..<20 {
                try "Report \(number)\n\nSo.\n".write(
                    toFile: path + "/news/a/\(number).txt", atomically: false, encoding: .utf8)
            }
        }
        folder.start()
        try folder.expectSettled("before")
        for number in 1..<20 { delete(folder.news + "/a/\(number).txt") }
        try folder.expectSettled("after")
        folder.end()
    }

    @Test("keeps files that are missing when it begins, if they are many")
    func missingBefore() throws {
        let folder = try WatchedFolder { path in
            for number in 0..<20 {
                try "Report \(number)\n\nSo.\n".write(
                    toFile: path + "/news/a/\(number).txt", atomically: false, encoding: .utf8)
            }
            _ = try indexSources(
                [FolderSource(path: path + "/news")], at: path + "/news/.dossier",
                plugins: SmallPlugins.make())
            for number in 0..<19 { delete(path + "/news/a/\(number).txt") }
        }
        folder.start()
        let end = ContinuousClock.now + .seconds(20)
        while folder.reports.withLock({ $0.isEmpty }), ContinuousClock.now < end { usleep(10_000) }
        try "Report\n\nNew.\n".write(toFile: folder.news + "/new.txt", atomically: false, encoding: .utf8)
        while folder.reports.withLock({ $0.count < 2 }), ContinuousClock.now < end { usleep(10_000) }
        let report = try #require(folder.reports.withLock { $0.last })
        #expect(report.documentCount == 21 && report.problems.count == 1)
        folder.end()
    }

    @Test("waits for its folder to come back when that is moved away, and for another writer")
    func failures() throws {
        let folder = try WatchedFolder { path in
            try "Report\n\nSo.\n".write(toFile: path + "/news/x.txt", atomically: false, encoding: .utf8)
        }
        let index = folder.news + "/.dossier"
        folder.start()
        try folder.expectSettled("before")
        move(folder.news + "/a", folder.path + "/a")
        move(folder.news, folder.path + "/gone")
        usleep(300_000)
        move(folder.path + "/gone", folder.news)
        let lock = try WriterLockHolder(index)
        try "Report\n\nAnother.\n".write(toFile: folder.news + "/y.txt", atomically: false, encoding: .utf8)
        usleep(300_000)
        #expect(WatchedFolder.documents(index)?.count == 1)
        lock.release()
        try folder.expectSettled("after")
        folder.end()
    }

    @Test("reads nothing again where nothing has changed, and makes no commit")
    func idle() throws {
        let folder = try WatchedFolder { path in
            try "Report\n\nSo.\n".write(toFile: path + "/news/x.txt", atomically: false, encoding: .utf8)
        }
        folder.start()
        try folder.expectSettled("before")
        let before = try keptCommits(ofIndexAt: folder.news + "/.dossier")
        // The first update is told after its commit can be seen.
        for _ in 0..<500 where folder.reports.withLock({ $0.isEmpty }) { usleep(10_000) }
        let count = folder.reports.withLock { $0.count }
        for name in ["x.swp", ".hidden.txt", "x.txt~", "4913"] {
            try "so".write(toFile: folder.news + "/" + name, atomically: false, encoding: .utf8)
        }
        usleep(400_000)
        #expect(folder.reports.withLock { $0.count } == count)
        #expect(try keptCommits(ofIndexAt: folder.news + "/.dossier") == before)
        folder.end()
    }
}

/// Holds the right to write to an index, as another process may.
private final class WriterLockHolder {
    private let descriptor: Int32

    init(_ index: String) throws {
        // Safe: a C string.
        descriptor = unsafe open(index + "/lock", O_RDWR)
        let end = ContinuousClock.now + .seconds(10)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0, ContinuousClock.now < end { usleep(1000) }
    }

    func release() { close(descriptor) }
}
