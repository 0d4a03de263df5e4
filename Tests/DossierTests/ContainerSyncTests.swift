import Foundation
import PluginAPI
import SourceAdapters
import StandardPlugins
import Synchronization
import TestSupport
import Testing

@testable import Dossier

/// A folder that counts how often a container is opened and a member read.
private struct CountingSource: SourceAdapter {
    final class Counts: Sendable {
        let expanded = Atomic<Int>(0)
        let read = Atomic<Int>(0)

        /// What was counted since the last time.
        func take() -> [Int] {
            [expanded.exchange(0, ordering: .relaxed), read.exchange(0, ordering: .relaxed)]
        }
    }

    let base: any SourceAdapter
    let counts: Counts

    var rootName: String { base.rootName }
    var rootPath: String { base.rootPath }

    func walk() throws(SourceError) -> SourceListing { try base.walk() }

    func expand(_ container: SourceEntry) -> SourceListing {
        counts.expanded.wrappingAdd(1, ordering: .relaxed)
        return base.expand(container)
    }

    func read(_ entry: SourceEntry) throws(SourceError) -> FormatInput {
        counts.read.wrappingAdd(1, ordering: .relaxed)
        return try base.read(entry)
    }
}

@Suite("Indexing containers again") struct ContainerSyncTests {
    private let index: TemporaryIndex
    private let folder: String
    private let counts = CountingSource.Counts()

    init() throws {
        index = try TemporaryIndex()
        folder = index.path + "/r"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// A mailbox with messages of these names, each with a word of its own.
    private func write(_ name: String, _ messages: [String]) throws {
        let text = messages.map { message in
            "From x@y.example Sat May  4 10:00:00 2019\nSubject: On \(message)\nMessage-ID: <\(message)>\n\n"
                + "The \(message) was discussed at length in the city.\n\n"
        }
        try text.joined().write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
    }

    private func update(prunes: Bool = false) throws -> IndexReport {
        var options = IndexOptions()
        options.prunes = prunes
        let source = CountingSource(base: FolderSource(path: folder), counts: counts)
        return try indexSources(
            [source], at: index.path + "/.dossier", plugins: standardPlugins(), options: options)
    }

    private func identifiers() throws -> [String] {
        let open = try SearchIndex(path: index.path + "/.dossier")
        return try open.search(SearchRequest("")).hits.map { try open.fetch($0.reference).identifier }
            .sorted()
    }

    @Test("opens only what is new or changed, and keeps the members of the rest")
    func unchanged() throws {
        try write("a.mbox", ["tariff", "quota"])
        try write("b.mbox", ["embargo"])
        #expect(try update().addedCount == 3)
        // Twice, as new members are looked at before for what repeats.
        #expect(counts.take() == [2, 6])
        let second = try update()
        #expect((second.unchangedCount, second.documentCount) == (3, 3))
        #expect(counts.take() == [0, 0])
        try write("b.mbox", ["embargo", "treaty"])
        let third = try update()
        #expect((third.addedCount, third.unchangedCount, third.updatedCount) == (1, 3, 0))
        #expect(counts.take() == [1, 4])
        #expect(
            try identifiers() == ["r/a.mbox/quota", "r/a.mbox/tariff", "r/b.mbox/embargo", "r/b.mbox/treaty"])
    }

    @Test("drops the members that are gone, and with a container all of its own")
    func gone() throws {
        try write("a.mbox", ["tariff", "quota", "embargo", "treaty"])
        try write("b.mbox", ["summit"])
        #expect(try update().addedCount == 5)
        try write("a.mbox", ["tariff", "quota", "embargo"])
        #expect(try update().removedCount == 1)
        try FileManager.default.removeItem(atPath: folder + "/b.mbox")
        #expect(try update().removedCount == 1)
        #expect(try identifiers().allSatisfy { $0.hasPrefix("r/a.mbox/") })
        try write("b.mbox", ["summit"])
        #expect(try update().addedCount == 1)
    }

    @Test("keeps everything of a container that cannot be read to its end, and tries it again")
    func damaged() throws {
        try write("a.mbox", ["tariff", "quota"])
        try write("b.mbox", ["summit"])
        #expect(try update().addedCount == 3)
        try "no mailbox".write(toFile: folder + "/a.mbox", atomically: false, encoding: .utf8)
        _ = counts.take()
        for _ in 0..<2 {
            let report = try update(prunes: true)
            #expect(!report.isComplete)
            #expect((report.removedCount, report.documentCount) == (0, 3))
            #expect(counts.take() == [1, 0])
        }
        try write("a.mbox", ["tariff"])
        #expect(try update(prunes: true).removedCount == 1)
    }

    @Test("tells of an encrypted member once, and opens its archive again only when that has changed")
    func encrypted() throws {
        func pack(_ names: [String]) throws {
            let bytes = PackedFiles.zip(
                names.map { ($0, Array("The tariff of \($0) was discussed.".utf8)) }, isEncrypted: true)
            try Data(bytes).write(to: URL(filePath: folder + "/a.zip"))
        }
        try pack(["a.txt", "b.txt"])
        #expect(try update().problems.map { $0.path.suffix(12) } == ["/a.zip/a.txt", "/a.zip/b.txt"])
        _ = counts.take()
        #expect(try update().isComplete)
        #expect(counts.take() == [0, 0])
        try pack(["a.txt", "b.txt", "c.txt"])
        #expect(try update().problems.count == 3)
        #expect(counts.take() == [1, 6])
    }
}
