import Dossier
import Foundation
import IndexCore
import IndexStorage
import PluginAPI
import SourceAdapters
import StandardPlugins
import Testing

/// A folder of articles with an index of an earlier state of it. Bringing the index up to date takes many runs of one
/// article each, and so several commits, each with 32 articles more than the one before.
final class GrowingFolder {
    static let runsPerCommit = 32
    private static let oldCount = 60
    private static let count = 240

    private let folder: TemporaryFolder
    /// Texts that the index has at first, and those it is to have, by identifier.
    private var old: [String: String] = [:]
    private var new: [String: String] = [:]
    private(set) var firstCommit: UInt64 = 0

    var path: String { folder.path }
    var indexPath: String { folder.path + "/news/.dossier" }

    init() throws {
        folder = try TemporaryFolder()
        for number in 0..<Self.oldCount { old[Self.name(number)] = Self.text(number, "early") }
        for (name, text) in old { try folder.write(name, text) }
        var options = IndexOptions()
        options.runByteCount = 64
        options.threadCount = 1
        let report = try indexSources(
            [FolderSource(path: path + "/news")], at: indexPath, plugins: standardPlugins(), options: options)
        firstCommit = try #require(report.commitNumber)
        try FileManager.default.copyItem(atPath: indexPath, toPath: path + "/first")

        new = old
        for number in 0..<Self.count where number >= Self.oldCount || number % 2 == 0 {
            new[Self.name(number)] = Self.text(number, "late")
        }
        let gone = Self.name(Self.oldCount - 1)
        new[gone] = nil
        for (name, text) in new where old[name] != text { try folder.write(name, text) }
        try FileManager.default.removeItem(atPath: path + "/" + gone)
    }

    /// The commit that has everything.
    var lastCommit: UInt64 {
        firstCommit + UInt64((changed.count + Self.runsPerCommit - 1) / Self.runsPerCommit)
    }

    /// Puts back the first index, or none.
    func reset(toNothing: Bool = false) throws {
        try? FileManager.default.removeItem(atPath: indexPath)
        if !toNothing { try FileManager.default.copyItem(atPath: path + "/first", toPath: indexPath) }
    }

    /// Articles to be read, in their order.
    private var changed: [String] { new.keys.filter { old[$0] != new[$0] }.sorted() }

    /// What the index holds at a commit, told from the articles alone.
    func texts(at commit: UInt64) -> [String: String] {
        var texts = old
        if commit > firstCommit { for name in old.keys where new[name] == nil { texts[name] = nil } }
        let doneCount = Int(commit - firstCommit) * Self.runsPerCommit
        for name in changed.prefix(doneCount) { texts[name] = new[name] }
        return texts
    }

    /// Opens the index and expects it sound, with the documents of its commit.
    ///
    /// - Parameter commit: the commit whose documents are expected, where it is not the index's own.
    /// - Returns: the commit.
    func expectTruth(as commit: UInt64? = nil, _ label: String) throws -> UInt64 {
        let index = try SearchIndex(path: indexPath)
        let number = try index.statistics().commitNumber
        var request = SearchRequest("")
        request.limit = 10_000
        var found: [String: String] = [:]
        for hit in try index.search(request).hits {
            let document = try index.fetch(hit.reference)
            found[document.identifier] = String(decoding: document.text, as: UTF8.self)
        }
        let expected = texts(at: commit ?? number)
        #expect(Set(found.keys) == Set(expected.keys), "\(label), commit \(number)")
        for (name, text) in expected {
            let last = text.split(separator: "\n").last.map(String.init) ?? text
            #expect(found[name]?.contains(last) == true, "\(label), commit \(number), \(name)")
        }
        #expect(index.check() == [], "\(label)")
        return number
    }

    /// Files of the index that no commit needs.
    func leftovers() throws -> [String] {
        let fileSystem = DirectoryFileSystem(path: indexPath)
        let store = CommitStore(fileSystem)
        var needed: Set<String> = ["lock"]
        for number in try store.numbers() {
            needed.formUnion(
                try CommitRecord(store.read(number).payload, file: "commit \(number)").fileNames)
        }
        return try fileSystem.list().filter { !needed.contains($0) && !$0.hasPrefix("commit-") }
    }

    func indexFileNames() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: indexPath)
    }

    /// Names and bytes of all files of the index.
    func indexFiles() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try indexFileNames() {
            files[name] = try Data(contentsOf: URL(fileURLWithPath: indexPath + "/" + name))
        }
        return files
    }

    private static func name(_ number: Int) -> String { "news/a\(1000 + number).txt" }

    private static func text(_ number: Int, _ state: String) -> String {
        """
        Report \(number) from Seoul

        The ministers met, and their \(state) report number \(number) says that talks with Tokyo go on.

        """
    }

    /// Runs indexing to its end and expects the index complete, sound and without leftovers.
    ///
    /// - Returns: how long it took.
    func complete(_ label: String) throws -> Duration {
        let start = ContinuousClock.now
        let result = try Program.run("index", "news", in: path)
        let duration = ContinuousClock.now - start
        #expect(result.status == 0, "\(label): \(result.errors)")
        _ = try expectTruth(as: lastCommit, label)
        #expect(try leftovers() == [], "\(label)")
        return duration
    }
}
