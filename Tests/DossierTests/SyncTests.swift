import Foundation
import PluginAPI
import SourceAdapters
import StandardPlugins
import Testing

@testable import Dossier

/// A folder of text articles and an index beside it.
private final class Library {
    let index: TemporaryIndex
    let folder: String
    private static let plugins = Result { try standardPlugins() }

    init(_ articles: [String: String] = [:]) throws {
        index = try TemporaryIndex()
        folder = index.path + "/articles"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, text) in articles { try write(name, text) }
    }

    var indexPath: String { index.path + "/.dossier" }

    func write(_ name: String, _ text: String) throws {
        let path = folder + "/" + name
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder + "/" + name) }

    @discardableResult
    func update(
        _ sources: [any SourceAdapter]? = nil, options: IndexOptions = IndexOptions()
    ) throws -> IndexReport {
        try indexSources(
            sources ?? [FolderSource(path: folder)], at: indexPath, plugins: Self.plugins.get(),
            options: options)
    }

    /// Identifiers of the documents with a word, sorted.
    func find(_ words: String) throws -> [String] {
        let open = try SearchIndex(path: indexPath)
        var request = SearchRequest(words)
        request.limit = 1000
        return try open.search(request).hits.map { try open.fetch($0.reference).identifier }.sorted()
    }
}

private func text(_ word: String) -> String { "Title\n\nThe \(word) was discussed at length in the city.\n" }

@Suite("Indexing a folder again")
struct SyncTests {
    @Test("indexes only what is new or changed, and drops what is gone")
    func update() throws {
        let library = try Library()
        for number in 0..<8 { try library.write("a\(number).txt", text("tariff")) }
        let first = try library.update()
        #expect((first.addedCount, first.documentCount) == (8, 8))

        try library.write("a1.txt", text("embargo and tariff"))
        try library.write("sub/new.txt", text("tariff"))
        try library.remove("a2.txt")
        let second = try library.update()
        #expect(second.addedCount == 1)
        #expect(second.updatedCount == 1)
        #expect(second.removedCount == 1)
        #expect(second.unchangedCount == 6)
        #expect(second.documentCount == 8)
        #expect(try library.find("embargo") == ["articles/a1.txt"])
        #expect(try library.find("tariff").contains("articles/a2.txt") == false)
        #expect(try library.find("tariff").count == 8)
        #expect(try SearchIndex(path: library.indexPath).check() == [])
    }

    @Test("writes nothing when nothing has changed")
    func unchanged() throws {
        let library = try Library(["a.txt": text("tariff"), "b.txt": text("quota")])
        let commit = try library.update().commitNumber
        let again = try library.update()
        #expect(again.unchangedCount == 2)
        #expect(again.commitNumber == commit)
        // The same bytes at another time are no change either.
        try library.write("a.txt", text("tariff"))
        let touched = try library.update()
        #expect((touched.unchangedCount, touched.updatedCount) == (2, 0))
    }

    @Test("drops more than 30 % of a root only when told to")
    func prune() throws {
        let library = try Library()
        for number in 0..<10 { try library.write("a\(number).txt", text("tariff")) }
        try library.update()
        for number in 0..<4 { try library.remove("a\(number).txt") }
        let careful = try library.update()
        #expect(careful.removedCount == 0)
        #expect(careful.problems.count == 1)
        #expect(careful.problems[0].reason.contains("--prune"))
        #expect(try library.find("tariff").count == 10)
        var options = IndexOptions()
        options.prunes = true
        #expect(try library.update(options: options).removedCount == 4)
        #expect(try library.find("tariff").count == 6)
    }

    @Test("drops nothing from a root that was not walked whole")
    func incomplete() throws {
        let library = try Library()
        for number in 0..<9 { try library.write("a\(number).txt", text("tariff")) }
        try library.update()
        try library.remove("a0.txt")
        try FileManager.default.createSymbolicLink(
            atPath: library.folder + "/broken.txt", withDestinationPath: "/nowhere/at/all")
        let report = try library.update()
        #expect(report.removedCount == 0)
        #expect(report.problems.count == 1)
        #expect(try library.find("tariff").count == 9)
    }

    @Test("leaves other roots alone, and refuses two roots of one name")
    func roots() throws {
        let library = try Library(["a.txt": text("tariff")])
        try library.update()
        let other = library.index.path + "/other"
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
        try text("tariff").write(toFile: other + "/b.txt", atomically: true, encoding: .utf8)
        #expect(try library.update([FolderSource(path: other)]).addedCount == 1)
        #expect(try library.find("tariff") == ["articles/a.txt", "other/b.txt"])
        let clash = FolderSource(path: other, rootName: "articles")
        let error = #expect(throws: DossierError.self) { try library.update([clash]) }
        #expect(error?.code == .source)
        #expect(error?.message.contains("--name") == true)
    }

    @Test("keeps what it had of an input that can no longer be read, and names the input")
    func unreadable() throws {
        let library = try Library(["a.txt": text("tariff"), "b.txt": text("quota")])
        try library.update()
        try Data([0x00, 0x01, 0x02, 0x00, 0xFF]).write(to: URL(fileURLWithPath: library.folder + "/a.txt"))
        let report = try library.update()
        #expect(report.problems.map(\.path) == [library.folder + "/a.txt"])
        #expect(try library.find("tariff") == ["articles/a.txt"])
    }

    @Test("reports bad inputs by name and reason, and indexes the rest")
    func problems() throws {
        let library = try Library(["good.txt": text("tariff"), "empty.txt": "", "blank.html": "  \n "])
        try Data([0x7F, 0x45, 0x4C, 0x46, 0, 0, 0, 1]).write(
            to: URL(fileURLWithPath: library.folder + "/program.txt"))
        try FileManager.default.createDirectory(
            atPath: library.folder + "/folder.html", withIntermediateDirectories: true)
        let report = try library.update()
        #expect(report.addedCount == 1)
        let names = report.problems.map { ($0.path as NSString).lastPathComponent }.sorted()
        #expect(names == ["blank.html", "empty.txt", "folder.html", "program.txt"])
        #expect(report.problems.allSatisfy { !$0.reason.isEmpty })
        #expect(!report.isComplete)
    }

    @Test("keeps the last of several records with one id, and follows a changed record")
    func records() throws {
        let library = try Library()
        func write(_ lines: [String]) throws -> any SourceAdapter {
            let path = library.index.path + "/news.jsonl"
            try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
            return try openSource(path)
        }
        let lines = [
            #"{"id":"1","title":"One","text":"old tariff"}"#, #"{"id":"2","title":"Two","text":"quota"}"#,
            #"{"id":"1","title":"One","text":"new embargo"}"#,
        ]
        #expect(try library.update([write(lines)]).addedCount == 2)
        #expect(try library.find("embargo") == ["1"])
        #expect(try library.find("tariff") == [])
        let changed = lines.dropLast() + [#"{"id":"1","title":"Another","text":"new embargo"}"#]
        let report = try library.update([write(Array(changed))])
        #expect((report.updatedCount, report.unchangedCount) == (1, 1))
        #expect(try library.find("title:another") == ["1"])
    }

    @Test("refuses a folder that holds something else, and one in no folder")
    func badFolders() throws {
        let library = try Library(["a.txt": text("tariff")])
        let source = FolderSource(path: library.folder)
        func error(_ path: String) -> DossierError? {
            #expect(throws: DossierError.self) {
                try indexSources([source], at: path, plugins: standardPlugins())
            }
        }
        #expect(error(library.folder)?.code == .badRequest)
        #expect(error(library.folder + "/no/such")?.message.contains("does not exist") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: library.folder) == ["a.txt"])
    }

    @Test("tells that a renamed folder is indexed under its old name")
    func renamed() throws {
        let library = try Library(["a.txt": text("tariff")])
        let index = library.folder + "/.dossier"
        _ = try indexSources([FolderSource(path: library.folder)], at: index, plugins: standardPlugins())
        let moved = library.index.path + "/moved"
        try FileManager.default.moveItem(atPath: library.folder, toPath: moved)
        func update(_ name: String?) throws -> IndexReport {
            try indexSources(
                [FolderSource(path: moved, rootName: name)], at: moved + "/.dossier",
                plugins: standardPlugins())
        }
        let error = #expect(throws: DossierError.self) { try update(nil) }
        #expect(error?.message.contains("--name articles") == true)
        #expect(try update("articles").unchangedCount == 1)
    }

    @Test("of standard input adds to what came before")
    func standardInput() throws {
        let library = try Library()
        for number in 1...2 {
            let path = library.index.path + "/input.jsonl"
            try #"{"id":"\#(number)","title":"One","text":"tariff"}"#.write(
                toFile: path, atomically: true, encoding: .utf8)
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            var options = SourceOptions()
            options.isInputJSONLines = true
            options.inputDescriptor = file.fileDescriptor
            let report = try library.update([openSource("-", options: options)])
            #expect(report.addedCount == 1)
            #expect(report.isComplete)
        }
        #expect(try library.find("tariff") == ["1", "2"])
    }
}
