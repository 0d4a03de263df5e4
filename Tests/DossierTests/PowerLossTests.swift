import Foundation
import IndexCore
import IndexStorage
import PluginAPI
import Synchronization
import TestSupport
import Testing

@testable import Dossier

/// Notes what an index answers at each of its commits, also those that a run soon replaces.
private final class CommitWatcher: FileSystem {
    let recording: RecordingFileSystem
    private let base: DirectoryFileSystem
    private let answers = Mutex<[UInt64: [String]]>([:])

    init(_ base: DirectoryFileSystem) {
        self.base = base
        recording = RecordingFileSystem(base)
    }

    var answersByCommit: [UInt64: [String]] { answers.withLock { $0 } }

    func createDirectory() throws(StorageError) { try recording.createDirectory() }
    func create(_ name: String) throws(StorageError) -> any WritableFile { try recording.create(name) }
    func remove(_ name: String) throws(StorageError) { try recording.remove(name) }
    func list() throws(StorageError) -> [String] { try recording.list() }
    func exists(_ name: String) throws(StorageError) -> Bool { try recording.exists(name) }
    func syncDirectory() throws(StorageError) { try recording.syncDirectory() }
    func openMapped(_ name: String) throws(StorageError) -> MappedFile { try recording.openMapped(name) }

    func rename(_ from: String, to: String) throws(StorageError) {
        try recording.rename(from, to: to)
        guard to.hasPrefix("commit-"), let number = UInt64(to.dropFirst(7)) else { return }
        let found = try? PowerLossHistory.answers(SearchIndex(path: base.path))
        answers.withLock { $0[number] = found }
    }
}

/// What a writer did over several runs, and what was true after each.
struct PowerLossHistory: Sendable {
    var trace: [FileOperation] = []
    /// By commit.
    var answers: [UInt64: [String]] = [:]
    /// The commit that each run returned.
    var commits: [UInt64] = []
    /// The articles and plugins of the last run.
    var articles = ArticleSource()
    var rows: [String] = []

    /// Runs of one article each at most, so that a run that changes many commits in between.
    static let options = {
        var options = IndexOptions()
        options.runByteCount = 64
        options.threadCount = 1
        options.schema.facetFields = [FacetField("tag")]
        return options
    }()
    static let shared = Result { try PowerLossHistory() }

    static func answers(_ index: SearchIndex) throws -> [String] {
        try Question.all(identifier: "news/a").map { try $0.ask(index) }
    }

    private init() throws {
        let folder = try TemporaryFolder()
        let watcher = CommitWatcher(folder.fileSystem)
        for step in 0..<13 {
            change(step)
            let report = try indexSources(
                [articles], in: watcher, folder: folder.path, plugins: SmallPlugins.make(rows: rows),
                options: Self.options)
            #expect(report.isComplete, "\(report.problems)")
            let number = try #require(report.commitNumber)
            watcher.recording.acknowledge(String(number))
            if number != commits.last { commits.append(number) }
            try expectTruth(SearchIndex(path: folder.path), "step \(step)")
        }
        trace = watcher.recording.trace
        answers = watcher.answersByCommit
    }

    /// The articles before each run: a few small changes, a run of many, another table, more small changes.
    private mutating func change(_ step: Int) {
        switch step {
        case 0: for name in ["a", "b", "c", "d", "e", "f"] { write(name, step) }
        case 9:
            for name in ["a", "c"] { write(name, step) }
            for number in 10..<46 { write("n\(number)", step) }
            articles.articles["news/d"] = nil
        case 10:
            rows = ["FR\tFrance\tParis\tcapital\tcaps\t"]
            write("a", step)
        case 11: articles.articles["news/e"] = nil
        case 12: break
        default:
            write("s\(step)", step)
            write("b", step)
            if step % 3 == 0 { articles.articles["news/s\(step - 1)"] = nil }
        }
    }

    private mutating func write(_ name: String, _ step: Int) {
        let place = ["Seoul", "Tokyo", "Ankara", "Paris"][(name.utf8.reduce(0) { $0 + Int($1) } + step) % 4]
        let text = """
            Report \(name)

            The ministers of \(place) met about missile defence talks, mark\(step)\(name).

            Grain left the harbour\(step % 2 == 0 ? " before the ministers came" : "").
            """
        articles.write("news/\(name)", text, date: "\(2014 + step % 4)-03-04", tags: ["press", place])
    }

    /// How many operations there are up to each moment at which a commit has its name.
    var publications: [Int] {
        trace.indices.filter { index in
            if case .rename(_, let name) = trace[index] { name.hasPrefix("commit-") } else { false }
        }.map { $0 + 1 }
    }

    /// Told from the articles, not from the index: every document is there once, with its text, and is found by it.
    func expectTruth(_ index: SearchIndex, _ label: @autoclosure () -> String) throws {
        let documents = try Question.documents(of: index)
        #expect(Set(documents.keys) == Set(articles.articles.keys), "\(label())")
        for (identifier, article) in articles.articles {
            let mark = try #require(article.text.split { " .\n".contains($0) }.first { $0.hasPrefix("mark") })
            #expect(documents[identifier]?.contains(mark) == true, "\(label())")
            let hits = try index.search(SearchRequest(String(mark))).hits
            #expect(try hits.map { try index.fetch($0.reference).identifier } == [identifier], "\(label())")
        }
        #expect(index.check() == [], "\(label())")
    }
}

@Suite("Power lost while an index is written") struct PowerLossTests {
    /// `DOSSIER_EXHAUSTIVE=1` looks at every prefix of the writes, and runs indexing again on more of what is left.
    private static let isExhaustive = ProcessInfo.processInfo.environment["DOSSIER_EXHAUSTIVE"] == "1"
    private static let modes: [CrashSimulator.Mode] =
        [.dropUnsynced, .tearLastWrite] + (0..<(isExhaustive ? 8 : 3)).map { .reorder(seed: $0) }

    @Test(
        "The history has commits of every kind: small ones, passing ones, merges, another table, collection")
    func historyIsRich() throws {
        let history = try PowerLossHistory.shared.get()
        #expect(history.commits.count == 12)
        #expect(history.answers.count > history.commits.count + 1)
        let removed = history.trace.count {
            if case .remove(let name) = $0 { name.hasPrefix("commit-") } else { false }
        }
        #expect(removed > history.answers.count - history.commits.count)
        #expect(history.answers.values.allSatisfy { $0.count == Question.all(identifier: "").count })
    }

    @Test("leaves every acknowledged commit, sound and with its own answers", arguments: modes)
    func acknowledgedSurvives(mode: CrashSimulator.Mode) throws {
        let history = try PowerLossHistory.shared.get()
        let place = Self.modes.firstIndex(of: mode) ?? 0
        let stride = Self.isExhaustive ? 1 : 97
        let spread = Swift.stride(from: place * 5 % stride, through: history.trace.count, by: stride)
        var seen: Set<Int> = []
        for prefix in Set(Array(spread) + history.publications).sorted() {
            for state in CrashSimulator.states(history.trace, prefix: prefix, mode: mode)
            where seen.insert(state.files.hashValue ^ state.acknowledged.count).inserted {
                let label = "\(prefix) operations, \(mode)"
                try expectSurvival(state, history, label, runsAgain: seen.count % 16 == 1)
            }
        }
        if Self.isExhaustive { print("\(mode): \(seen.count) states of \(history.trace.count) operations") }
    }

    private func expectSurvival(
        _ state: CrashState, _ history: PowerLossHistory, _ label: String, runsAgain: Bool
    ) throws {
        let folder = try TemporaryFolder()
        try state.materialise(in: folder.fileSystem)
        let promised = state.acknowledged.compactMap { UInt64($0) }
        let store = CommitStore(folder.fileSystem)
        let numbers = try store.numbers()
        // The last ten, of which one may be about to be acknowledged.
        let kept = Set(promised).sorted().suffix(9)
        #expect(kept.allSatisfy(numbers.contains), "\(label): \(kept) of \(numbers)")
        for number in numbers {
            #expect(throws: Never.self, "\(label): commit \(number)") {
                try Snapshot(store.read(number), in: folder.fileSystem)
            }
        }
        if let newest = numbers.last {
            #expect(newest >= promised.last ?? 0, "\(label)")
            let index = try SearchIndex(path: folder.path)
            #expect(try PowerLossHistory.answers(index) == history.answers[newest], "\(label)")
            #expect(index.check() == [], "\(label)")
        }
        guard runsAgain else { return }
        var options = PowerLossHistory.options
        // To an early state, many articles are gone at once.
        options.prunes = true
        let report = try indexSources(
            [history.articles], in: FailingFileSystem(folder.fileSystem), folder: folder.path,
            plugins: SmallPlugins.make(rows: history.rows), options: options)
        #expect(report.problems.isEmpty, "\(label)")
        try history.expectTruth(SearchIndex(path: folder.path), "\(label), run again")
        #expect(try leftovers(folder.fileSystem) == [], "\(label)")
    }
}

/// Files of an index folder that no commit needs.
func leftovers(_ fileSystem: DirectoryFileSystem) throws -> [String] {
    let store = CommitStore(fileSystem)
    var needed: Set<String> = ["lock"]
    for number in try store.numbers() {
        needed.formUnion(try CommitRecord(store.read(number).payload, file: "commit \(number)").fileNames)
    }
    return try fileSystem.list().filter { !needed.contains($0) && !$0.hasPrefix("commit-") }
}
