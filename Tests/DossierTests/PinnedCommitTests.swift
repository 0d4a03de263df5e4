import IndexCore
import IndexStorage
import PluginAPI
import Synchronization
import TestSupport
import Testing

@testable import Dossier

/// An index that changes step by step, and what it answered at each.
private struct ChangingIndex {
    let folder: TemporaryFolder
    private(set) var source = ArticleSource()
    /// By the hash of the commit.
    private(set) var answers: [String: [String]] = [:]
    private var random: SeededGenerator

    init(seed: UInt64) throws {
        folder = try TemporaryFolder()
        random = SeededGenerator(state: seed)
        try folder.write("lock", [])
        for _ in 0..<4 { write() }
        try update()
    }

    mutating func write() {
        let name = "news/" + ["a", "b", "c", "d", "e", "f"][Int.random(in: 0..<6, using: &random)]
        let place = ["Seoul", "Tokyo", "Ankara"][Int.random(in: 0..<3, using: &random)]
        let mark = Int.random(in: 0..<1000, using: &random)
        source.write(
            name, "Report \(mark)\n\nThe ministers of \(place) met about the harbour.\n", tags: [place])
    }

    @discardableResult
    mutating func update() throws -> KeptCommit {
        try SmallIndex.update(source, in: folder.fileSystem)
        let newest = try #require(try keptCommits(ofIndexAt: folder.path).last)
        answers[newest.hash] = try Self.answers(SearchIndex(path: folder.path))
        return newest
    }

    mutating func step() throws {
        write()
        if Int.random(in: 0..<4, using: &random) == 0 {
            source.articles[source.articles.keys.sorted()[0]] = nil
        }
        try update()
    }

    static func answers(_ index: SearchIndex) throws -> [String] {
        Question.all(identifier: "news/a").map { question in
            do { return try question.ask(index) } catch {
                return "\((error as? DossierError)?.code.rawValue ?? "")"
            }
        }
    }
}

@Suite("Commits that are kept") struct PinnedCommitTests {
    @Test("answer as they did, whatever becomes of the index; others pass away", arguments: UInt64(1)...4)
    func pinnedStays(seed: UInt64) throws {
        var index = try ChangingIndex(seed: seed)
        let path = index.folder.path
        var random = SeededGenerator(state: seed &+ 77)
        var pinned: Set<String> = []
        var pinnedCount = 0
        for step in 0..<40 {
            try index.step()
            let kept = try keptCommits(ofIndexAt: path)
            switch Int.random(in: 0..<10, using: &random) {
            case 0...2:
                pinnedCount += 1
                let commit = kept[Int.random(in: 0..<kept.count, using: &random)]
                let digits = CommitReference(commit.shortHash)
                #expect(try pinCommit(digits, name: "pin-\(step)", ofIndexAt: path).pinName == "pin-\(step)")
                pinned.insert(commit.hash)
            case 3:
                guard let commit = kept.first(where: \.isPinned) else { break }
                try unpinCommit(CommitReference(String(commit.number)), ofIndexAt: path)
                pinned.remove(commit.hash)
            case 4: try optimizeIndex(at: path)
            default: break
            }
            let now = try keptCommits(ofIndexAt: path)
            #expect(Set(now.filter(\.isPinned).map(\.hash)) == pinned)
            #expect(now.count { !$0.isPinned } <= IndexEditor.keptCommitCount)
            for commit in now {
                guard let expected = index.answers[commit.hash] else { continue }
                let opened = try SearchIndex(path: path, at: CommitReference(commit.hash))
                #expect(try ChangingIndex.answers(opened) == expected, "step \(step), \(commit)")
                #expect(opened.snapshot.commitNumber == commit.number)
            }
            #expect(try SearchIndex(path: path).check() == [])
            #expect(
                try leftovers(index.folder.fileSystem).filter { !$0.hasPrefix("pin-") } == [], "step \(step)")
        }
        #expect(pinnedCount > 3)
    }

    @Test("can be opened again and again while a writer goes on")
    func readersAndWriter() throws {
        let index = Mutex(try ChangingIndex(seed: 9))
        let path = index.withLock { $0.folder.path }
        try pinCommit(nil, name: "thesis", ofIndexAt: path)
        let expected = try ChangingIndex.answers(SearchIndex(path: path))
        let isDone = Atomic<Bool>(false)
        let outcomes = try Workers.map(count: 3, threadCount: 3) { worker throws(StorageError) -> [String] in
            var wrong: [String] = []
            do {
                if worker == 0 {
                    for _ in 0..<30 { try index.withLock { try $0.step() } }
                    isDone.store(true, ordering: .relaxed)
                } else {
                    while !isDone.load(ordering: .relaxed) {
                        let opened = try SearchIndex(path: path, at: CommitReference("thesis"))
                        if try ChangingIndex.answers(opened) != expected { wrong.append("another answer") }
                    }
                }
            } catch {
                isDone.store(true, ordering: .relaxed)
                wrong.append("\(error)")
            }
            return wrong
        }
        #expect(outcomes.flatMap(\.self) == [])
    }

    @Test("survive a loss of power at any time, pins too")
    func powerLoss() throws {
        let folder = try TemporaryFolder()
        let recording = RecordingFileSystem(folder.fileSystem)
        var source = ArticleSource()
        let store = CommitStore(recording)
        var expected: [String] = []
        for step in 0..<16 {
            source.write("news/\(step % 3)", "Report \(step)\n\nThe ministers of Seoul met.\n")
            try SmallIndex.update(source, in: recording)
            if step == 1 {
                expected = try ChangingIndex.answers(SearchIndex(path: folder.path))
                try store.write(CommitStore.Pin(number: 2, name: "thesis", publishedSeconds: 0))
                recording.acknowledge("pinned")
            }
        }
        #expect(try store.numbers().first == 2 && store.numbers().count == 11)
        let modes: [CrashSimulator.Mode] = [
            .dropUnsynced, .tearLastWrite, .reorder(seed: 1), .reorder(seed: 2),
        ]
        var seen = 0
        for prefix in stride(from: 0, through: recording.trace.count, by: 7) {
            for state in modes.flatMap({ CrashSimulator.states(recording.trace, prefix: prefix, mode: $0) })
            where state.acknowledged.contains("pinned") {
                seen += 1
                let left = try TemporaryFolder()
                try state.materialise(in: left.fileSystem)
                let index = try SearchIndex(path: left.path, at: CommitReference("thesis"))
                #expect(try ChangingIndex.answers(index) == expected, "\(prefix) operations")
            }
        }
        #expect(seen > 100)
    }

    @Test("are checked: a pinned one that is damaged or lost is told, and a damaged pin")
    func checked() throws {
        var index = try ChangingIndex(seed: 3)
        try pinCommit(nil, ofIndexAt: index.folder.path)
        let record = try SearchIndex(path: index.folder.path).snapshot.record
        for _ in 0..<12 { try index.step() }
        try optimizeIndex(at: index.folder.path)
        func problems() throws -> [String] { try SearchIndex(path: index.folder.path).check() }
        #expect(try problems() == [])
        for name in [record.segments[0].core, "commit-00000000000000000001", "pin-00000000000000000001"] {
            let bytes = try index.folder.map(name).allBytes.array()
            var damaged = bytes
            damaged[damaged.count / 2] ^= 1
            try index.folder.fileSystem.remove(name)
            try index.folder.write(name, damaged)
            #expect(try problems().contains { $0.contains(name) }, "\(name)")
            try index.folder.fileSystem.remove(name)
            #expect(try problems().isEmpty == name.hasPrefix("pin"), "\(name)")
            try index.folder.write(name, bytes)
        }
        #expect(try problems() == [])
    }

    @Test("A damaged newest commit that is pinned goes with its pin when falling back")
    func recovering() throws {
        var index = try ChangingIndex(seed: 4)
        try index.step()
        let newest = try pinCommit(nil, name: "late", ofIndexAt: index.folder.path)
        try index.folder.write("commit-0000000000000000000\(newest.number)", [1, 2, 3])
        var options = IndexOptions()
        options.recovers = true
        options.schema.facetFields = [FacetField("tag")]
        _ = try indexSources(
            [index.source], at: index.folder.path, plugins: SmallPlugins.make(), options: options)
        #expect(try keptCommits(ofIndexAt: index.folder.path).filter(\.isPinned) == [])
        #expect(try SearchIndex(path: index.folder.path).check() == [])
        #expect(try leftovers(index.folder.fileSystem) == [])
    }

    @Test("are found by digits of the hash, number and name; anything else lists those that there are")
    func references() throws {
        var index = try ChangingIndex(seed: 5)
        for _ in 0..<3 { try index.step() }
        let path = index.folder.path
        let commits = try keptCommits(ofIndexAt: path)
        try pinCommit(CommitReference("2"), name: "thesis_1.0", ofIndexAt: path)
        for (text, number) in [
            ("2", 2), ("thesis_1.0", 2), (commits[2].hash, 3), (String(commits[2].hash.prefix(12)), 3),
            (String(commits[0].hash.uppercased().prefix(16)) + "+00ff", 1),
        ] {
            let opened = try SearchIndex(path: path, at: CommitReference(text))
            #expect(opened.snapshot.commitNumber == UInt64(number), "\(text)")
        }
        for text in ["", "9", "thesis", "00000000", String(commits[2].hash.prefix(3)), commits[2].hash + "0"]
        {
            let error = #expect(throws: DossierError.self, "\(text)") {
                try SearchIndex(path: path, at: CommitReference(text))
            }
            #expect(error?.code == .unknownCommit)
            #expect(commits.allSatisfy { error?.message.contains($0.shortHash) == true })
        }
        for name in ["12", "abc", "a b", "", "-x", "é", "thesis_1.0"] {
            #expect(throws: DossierError.self, "\(name)") {
                try pinCommit(CommitReference("3"), name: name, ofIndexAt: path)
            }
        }
        #expect(throws: DossierError.self) { try unpinCommit(CommitReference("3"), ofIndexAt: path) }
    }

    @Test("Equal content has an equal hash, in whatever index; other content another")
    func hashes() throws {
        let (one, two) = (try ChangingIndex(seed: 6), try ChangingIndex(seed: 6))
        var other = try ChangingIndex(seed: 6)
        try other.step()
        func hash(_ index: ChangingIndex) throws -> String {
            try SearchIndex(path: index.folder.path).citation().commit.hash
        }
        #expect(try hash(one) == hash(two) && hash(one) != hash(other))
    }

    @Test("A citation tells the overlay, and opening by it when the overlay has changed")
    func overlays() throws {
        let index = try ChangingIndex(seed: 7)
        let path = index.folder.path
        let plain = try SearchIndex(path: path).citation()
        #expect(plain.overlayHash == nil && !plain.reference.contains("+"))
        try index.folder.write(Overlay.fileName, Array("label\tplace:KR\tKorea\n".utf8))
        let cited = try SearchIndex(path: path).citation()
        #expect(cited.reference.hasPrefix(plain.reference + "+"))
        func notice(_ reference: String) throws -> String? {
            let reference = CommitReference(reference)
            return try SearchIndex(path: path, at: reference).overlayNotice(for: reference)
        }
        #expect(try notice(cited.reference) == nil)
        #expect(try notice(plain.reference) != nil)
        try index.folder.write(Overlay.fileName, Array("label\tplace:KR\tROK\n".utf8))
        #expect(try notice(cited.reference)?.contains("has changed") == true)
        try index.folder.fileSystem.remove(Overlay.fileName)
        #expect(try notice(cited.reference) != nil)
        #expect(try notice(plain.reference) == nil)
    }

    @Test("What a live writer has added is in no commit, and cannot be cited until it is")
    func live() throws {
        let index = try ChangingIndex(seed: 8)
        let path = index.folder.path
        let live = try LiveIndex(path: path, plugins: SmallPlugins.make())
        _ = try live.snapshot.citation()
        try live.add(
            Document(identifier: "x", text: Array("Seoul".utf8), zones: [Zone(kind: .body, range: 0..<5)]))
        #expect(throws: DossierError.self) { try live.snapshot.citation() }
        #expect(throws: DossierError.self) { try SearchIndex(path: path).citation() }
        #expect(throws: DossierError.self) { try pinCommit(nil, ofIndexAt: path) }
        try live.close()
        #expect(
            try SearchIndex(path: path).citation().commit.documentCount == index.source.articles.count + 1)
    }
}
