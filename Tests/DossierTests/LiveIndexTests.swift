import Dispatch
import Foundation
import IndexCore
import IndexStorage
import PluginAPI
import Synchronization
import TestSupport
import Testing

@testable import Dossier

@Suite("A live index") struct LiveIndexTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let questions = Question.all(identifier: "news/o20").filter { $0.name != "statistics" }

    @Test(
        "answers as an index built at once: live, from its log, and folded; hits, scores, counts and facets",
        arguments: [1 << 20, 1 << 10])
    func answersAsBatch(runByteCount: Int) throws {
        var source = ArticleSource()
        let live = try LiveSession.open(folder.fileSystem, runByteCount: runByteCount)
        for number in 10..<80 {
            let (identifier, text) = ("news/o\(number)", LiveSession.text("o\(number)", number))
            let document = try LiveSession.document(identifier, text)
            source.write(
                identifier, text, date: document.published?.description, tags: LiveSession.tags(text))
            try live.add(document)
        }
        let built = try TemporaryFolder()
        try SmallIndex.update(source, in: built.fileSystem)
        let expected = try Self.questions.map { try $0.ask(SearchIndex(path: built.path)) }
        func check(_ index: SearchIndex, _ label: String) throws {
            for (question, answer) in zip(Self.questions, expected) {
                #expect(
                    told(question, try question.ask(index)) == told(question, answer),
                    "\(label): \(question.name)")
            }
            #expect(index.check() == [], "\(label)")
        }
        let snapshot = live.snapshot
        try check(snapshot, "live")
        try check(SearchIndex(path: folder.path), "from the log")
        try live.close()
        try check(SearchIndex(path: folder.path), "folded")
        try check(snapshot, "kept")
        #expect(try leftovers(folder.fileSystem).isEmpty)
    }

    @Test(
        "holds the last document of each identifier: live, read from the log, replayed and folded",
        arguments: [1 << 20, 1 << 10])
    func lastOneHolds(runByteCount: Int) throws {
        let changes = LiveSession.changes(150, seed: 7)
        let contents = try LiveSession.contents(after: changes)
        var live = try LiveSession.open(folder.fileSystem, runByteCount: runByteCount)
        for (step, change) in changes.enumerated() {
            try LiveSession.apply(change, to: live)
            let expected = contents[step + 1]
            #expect(try Question.documents(of: live.snapshot) == expected, "step \(step)")
            guard step % 29 == 28 else { continue }
            #expect(
                try Question.documents(of: SearchIndex(path: folder.path)) == expected, "read, step \(step)")
            // Every other time as if the process had died.
            live.jobs.wait()
            if step % 2 == 0 { try live.close() }
            live = try LiveSession.open(folder.fileSystem, runByteCount: runByteCount)
            #expect(try Question.documents(of: live.snapshot) == expected, "opened again, step \(step)")
        }
        try live.close()
        let index = try SearchIndex(path: folder.path)
        #expect(try Question.documents(of: index) == contents.last)
        #expect(index.check() == [])
        for identifier in contents.last?.keys.sorted() ?? [] {
            let text = try index.document(identifier).text
            let mark = try #require(
                String(decoding: text, as: UTF8.self).split { " .\n".contains($0) }.first {
                    $0.hasPrefix("mark")
                })
            let hits = try index.search(SearchRequest(String(mark))).hits
            #expect(try hits.map { try index.fetch($0.reference).identifier } == [identifier])
        }
    }

    /// An answer without the total where that is only a lower bound.
    private func told(_ question: Question, _ answer: String) -> Substring {
        question.name == "best two" ? answer.drop { $0 != "[" } : answer[...]
    }

    @Test("keeps a snapshot as it was, whatever is written, deleted or folded after")
    func snapshotsStay() throws {
        let live = try LiveSession.open(folder.fileSystem, runByteCount: 1 << 10)
        let changes = LiveSession.changes(60, seed: 3)
        let contents = try LiveSession.contents(after: changes)
        var snapshots: [SearchIndex] = []
        for change in changes {
            snapshots.append(live.snapshot)
            try LiveSession.apply(change, to: live)
        }
        try live.close()
        for (snapshot, expected) in zip(snapshots, contents) {
            #expect(try Question.documents(of: snapshot) == expected)
        }
    }

    @Test("takes of several documents with one identifier the last, and says whether it deleted one")
    func twinsAndDeletes() throws {
        let live = try LiveSession.open(folder.fileSystem)
        try live.addAll((0..<3).map { try LiveSession.document("news/a", LiveSession.text("a", $0)) })
        #expect(try live.snapshot.search(SearchRequest("")).total == 1)
        #expect(try live.snapshot.search(SearchRequest("mark2a")).total == 1)
        #expect(try live.delete("news/a"))
        #expect(try !live.delete("news/a"))
        #expect(try live.snapshot.search(SearchRequest("")).total == 0)
    }

    @Test("refuses documents no index can hold, and writing after it is closed")
    func refuses() throws {
        let live = try LiveSession.open(folder.fileSystem)
        var nameless = try LiveSession.document("", LiveSession.text("a", 1))
        #expect(throws: DossierError.self) { try live.add(nameless) }
        nameless.identifier = "news/a"
        nameless.zones.reverse()
        #expect(throws: DossierError.self) { try live.add(nameless) }
        #expect(try live.snapshot.search(SearchRequest("")).total == 0)
        try live.close()
        #expect(throws: DossierError.self) {
            try live.add(LiveSession.document("news/a", LiveSession.text("a", 1)))
        }
    }

    @Test("is the only writer of its folder until it is closed")
    func locks() throws {
        let (path, plugins) = (folder.path, try SmallPlugins.make())
        let live = try LiveIndex(path: path, plugins: plugins)
        let refusal = #expect(throws: DossierError.self) { try LiveIndex(path: path, plugins: plugins) }
        #expect(refusal?.code == .locked)
        try live.close()
        try LiveIndex(path: path, plugins: plugins).close()
    }

    @Test("joins large segments by threes in the background")
    func fewLargeSegments() throws {
        let live = try LiveSession.open(folder.fileSystem)
        for batch in 0..<9 {
            try live.addAll(
                try (0..<216).map { number in
                    let name = "g\(batch)-\(number)"
                    return try LiveSession.document("news/\(name)", LiveSession.text(name, number))
                })
            live.jobs.wait()
            #expect(try live.snapshot.statistics().segmentCount <= 4)
        }
        #expect(try live.snapshot.search(SearchRequest("ministers")).total == 9 * 216)
        #expect(live.snapshot.check() == [])
    }

    @Test("keeps its segments few, whatever comes one by one, and each document in one of them")
    func fewSegments() throws {
        let live = try LiveSession.open(folder.fileSystem)
        var (most, names) = (0, Set<String>())
        for number in 0..<240 {
            // Every third replaces one that was joined before.
            let name = "f\(number % 3 == 2 ? number / 2 : number)"
            names.insert(name)
            // Later ones are slightly better.
            let more = String(repeating: " The ministers.", count: number / 8)
            try live.add(LiveSession.document("news/\(name)", LiveSession.text(name, number) + more))
            most = max(most, live.snapshot.snapshot.parts.count)
        }
        #expect(most <= 15)
        let total = try live.snapshot.search(SearchRequest("ministers")).total
        #expect(total == names.count)
        #expect(try Set(Question.documents(of: live.snapshot).keys) == Set(names.map { "news/" + $0 }))
        #expect(live.snapshot.check() == [])
        // Most segments hold none of the best, and are passed over.
        let queries = [
            "ministers", "grain OR harbour", "\"the ministers\"", "+ministers +grain", "mark7f7 talks",
        ]
        for query in queries {
            var request = SearchRequest(query)
            request.limit = 3
            request.countedFacets = ["tag"]
            let exhaustive = try live.snapshot.search(request)
            (request.countedFacets, request.countsTotal) = ([], false)
            #expect(try live.snapshot.search(request).hits == exhaustive.hits, "\(query)")
        }
    }

    @Test("keeps the values documents state of its facets, and reports those that no index can hold")
    func statedValues() throws {
        try SmallIndex.update(ArticleSource(), in: folder.fileSystem)
        var live: LiveIndex? = try LiveSession.open(folder.fileSystem)
        var document = try LiveSession.document("news/a", LiveSession.text("a", 1))
        document.statedValues = ["tag": ["b", " ", "a"], "other": ["c"]]
        let problems = try live?.add(document) ?? []
        #expect(problems.map(\.path) == ["news/a"])
        #expect(problems.map(\.reason) == ["a value of the facet tag left out: empty"])
        func check(_ index: SearchIndex?) throws {
            let evidence = try #require(try index?.evidence(for: "news/a"))
            #expect(evidence.filter(\.isStated).map(\.id) == ["a", "b"])
        }
        try check(live?.snapshot)
        live = nil
        try check(SearchIndex(path: folder.path))
        try LiveSession.open(folder.fileSystem).close()
        try check(SearchIndex(path: folder.path))
    }

    @Test("lets indexing of sources and optimizing take what a log holds, each document once")
    func sourcesFoldTheLog() throws {
        var live: LiveIndex? = try LiveSession.open(folder.fileSystem)
        for name in ["a", "b"] {
            try live?.add(LiveSession.document("news/\(name)", LiveSession.text(name, 1)))
        }
        live = nil
        var source = ArticleSource()
        for name in ["b", "c"] { source.write("news/\(name)", LiveSession.text(name, 2)) }
        try SmallIndex.update(source, in: folder.fileSystem)
        let documents = try Question.documents(of: SearchIndex(path: folder.path))
        #expect(documents.keys.sorted() == ["news/a", "news/b", "news/c"])
        #expect(documents["news/b"]?.contains("mark2b") == true)
        #expect(try leftovers(folder.fileSystem).isEmpty)

        live = try LiveSession.open(folder.fileSystem)
        try live?.add(LiveSession.document("news/d", LiveSession.text("d", 3)))
        live = nil
        try optimizeIndex(at: folder.path)
        let index = try SearchIndex(path: folder.path)
        #expect(try Question.documents(of: index).count == 4)
        #expect(try index.statistics().segmentCount == 1)
        #expect(try leftovers(folder.fileSystem) == [])
    }

    @Test(
        "answers many readers beside a writer, each with no less than was added before it asked",
        .timeLimit(.minutes(1)))
    func readersBesideWriter() throws {
        let live = try LiveSession.open(folder.fileSystem, runByteCount: 1 << 12)
        let documents = try (0..<120).map {
            try LiveSession.document("news/c\($0)", LiveSession.text("c\($0)", $0))
        }
        let added = Atomic<Int>(0)
        let isDone = Atomic<Bool>(false)
        let problems = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 3) { thread in
            do {
                if thread == 0 {
                    defer { isDone.store(true, ordering: .releasing) }
                    for document in documents {
                        try live.add(document)
                        added.add(1, ordering: .releasing)
                    }
                    return
                }
                var last = 0
                while !isDone.load(ordering: .acquiring) {
                    let least = added.load(ordering: .acquiring)
                    let total = try live.snapshot.search(SearchRequest("ministers talks")).total
                    if total < max(least, last) || total > added.load(ordering: .acquiring) + 1 {
                        problems.withLock { $0.append("\(total) after \(least) and \(last)") }
                    }
                    last = total
                }
            } catch {
                problems.withLock { $0.append("\(error)") }
            }
        }
        #expect(problems.withLock { $0 } == [])
        try live.close()
        #expect(try SearchIndex(path: folder.path).search(SearchRequest("ministers")).total == 120)
    }

    @Test("makes all changes that come while the medium is written to durable at once, by the next write")
    func groupCommit() throws {
        let held = HeldFileSystem(folder.fileSystem)
        let live = try LiveSession.open(held)
        try live.add(LiveSession.document("news/first", LiveSession.text("first", 0)))
        let before = held.syncCount
        held.holdNext()
        let failures = Mutex<[String]>([])
        let (group, added) = (DispatchGroup(), DispatchSemaphore(value: 0))
        func inThread(_ work: @escaping @Sendable () throws -> Void) {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                do { try work() } catch { failures.withLock { $0.append("\(error)") } }
            }
        }
        inThread { try live.sync() }
        #expect(held.waitUntilHeld())
        for name in ["a", "b", "c", "d", "e"] {
            inThread {
                try live.add(LiveSession.document("news/\(name)", LiveSession.text(name, 1)))
                added.signal()
                try live.sync()
            }
        }
        // Nobody who adds waits for the medium.
        for _ in 0..<5 { #expect(added.wait(timeout: .now() + HeldFileSystem.patience) == .success) }
        held.release()
        group.wait()
        #expect(failures.withLock { $0 } == [])
        #expect(held.syncCount - before == 2)
        // Nothing new: nothing is written.
        try live.sync()
        #expect(held.syncCount - before == 2)
    }
}

/// A folder in which making a file durable takes until it is allowed to end.
private final class HeldFileSystem: FileSystem {
    /// What takes so long will not come; nothing that goes well waits for it.
    static let patience = 30.0

    private let base: DirectoryFileSystem
    private let count = Atomic<Int>(0)
    private let holds = Atomic<Bool>(false)
    private let (reached, released) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))

    init(_ base: DirectoryFileSystem) { self.base = base }

    var syncCount: Int { count.load(ordering: .relaxed) }

    /// The next sync waits for `release`.
    func holdNext() { holds.store(true, ordering: .relaxed) }
    func waitUntilHeld() -> Bool { reached.wait(timeout: .now() + Self.patience) == .success }
    func release() { released.signal() }

    fileprivate func willSync() {
        count.add(1, ordering: .relaxed)
        guard holds.exchange(false, ordering: .relaxed) else { return }
        reached.signal()
        #expect(released.wait(timeout: .now() + 2 * Self.patience) == .success)
    }

    func createDirectory() throws(StorageError) { try base.createDirectory() }
    func create(_ name: String) throws(StorageError) -> any WritableFile {
        HeldFile(base: try base.create(name), fileSystem: self)
    }
    func rename(_ from: String, to: String) throws(StorageError) { try base.rename(from, to: to) }
    func remove(_ name: String) throws(StorageError) { try base.remove(name) }
    func list() throws(StorageError) -> [String] { try base.list() }
    func exists(_ name: String) throws(StorageError) -> Bool { try base.exists(name) }
    func syncDirectory() {}
    func openMapped(_ name: String) throws(StorageError) -> MappedFile { try base.openMapped(name) }
}

private struct HeldFile: WritableFile {
    let base: any WritableFile
    let fileSystem: HeldFileSystem

    func write(_ bytes: [UInt8]) throws(StorageError) { try base.write(bytes) }
    func sync() { fileSystem.willSync() }
    func close() throws(StorageError) { try base.close() }
}
