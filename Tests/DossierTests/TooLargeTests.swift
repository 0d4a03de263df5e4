import IndexCore
import IndexStorage
import PluginAPI
import TestSupport
import Testing

@testable import Dossier

@Suite("What is too large for an index") struct TooLargeTests {
    /// Articles of which one claims to be larger than it is.
    private struct GreatSource: SourceAdapter {
        var articles = ArticleSource()
        var rootName: String { articles.rootName }
        var rootPath: String { articles.rootPath }

        func walk() throws(SourceError) -> SourceListing {
            var listing = try articles.walk()
            for place in listing.entries.indices where listing.entries[place].identifier == "news/b" {
                listing.entries[place].byteCount = Document.byteCountLimit
            }
            return listing
        }

        func read(_ entry: SourceEntry) throws(SourceError) -> FormatInput {
            if entry.identifier == "news/b" { Issue.record("it is not even read") }
            return try articles.read(entry)
        }
    }

    @Test("is skipped, and told: an article of 1 GiB or more; the others are indexed")
    func article() throws {
        var source = GreatSource()
        for name in ["a", "b", "c"] { source.articles.write("news/\(name)", LiveSession.text(name, 1)) }
        let folder = try TemporaryFolder()
        let report = try indexSources(
            [source], in: folder.fileSystem, folder: "/index", plugins: SmallPlugins.make(),
            options: IndexOptions())
        #expect(report.problems.map(\.path) == ["news/b"])
        #expect(report.problems.allSatisfy { $0.reason.contains("1 GiB") })
        let documents = try Question.documents(of: SearchIndex(path: folder.path))
        #expect(documents.keys.sorted() == ["news/a", "news/c"])
    }

    /// Gives documents of one zone more than an index holds, or of as many.
    private struct ManyZones: FormatPlugin {
        let manifest = PluginManifest(name: "many", kind: .format, version: 1, summary: "Gives many zones.")

        func confidence(for input: FormatInput) -> Int { 100 }

        func read(_ input: FormatInput) throws(FormatError) -> Document {
            let count = Document.zoneCountLimit + (input.identifier == "news/b" ? 1 : 0)
            var document = Document(
                identifier: input.identifier, text: [UInt8](repeating: 0x20, count: 2 * count))
            document.text[0] = 0x61
            document.zones.reserveCapacity(count)
            for place in 0..<count {
                document.zones.append(Zone(kind: .body, range: 2 * place..<2 * place + 1))
            }
            return document
        }
    }

    @Test("is skipped, and told: an article of too many paragraphs")
    func zones() throws {
        var source = ArticleSource()
        for name in ["a", "b"] { source.write("news/\(name)", LiveSession.text(name, 1)) }
        let folder = try TemporaryFolder()
        let report = try indexSources(
            [source], in: folder.fileSystem, folder: "/index",
            plugins: PluginSet(formats: [ManyZones()], facets: []),
            options: IndexOptions())
        #expect(report.problems.map(\.path) == ["news/b"])
        #expect(report.problems.allSatisfy { $0.reason.contains("paragraphs") })
        #expect(report.documentCount == 1)
    }

    @Test("is cut down: runs of more than 1 GiB")
    func run() throws {
        let folder = try TemporaryFolder()
        var options = IndexOptions()
        for byteCount in [-1, Int.max] {
            options.runByteCount = byteCount
            let editor = try IndexEditor(folder.fileSystem, options)
            #expect((1...1 << 30).contains(editor.record.runByteCount))
        }
    }

    @Test("is told as what it is, not as damage")
    func code() {
        let error = DossierError(StorageError.tooLarge(reason: "a segment has no room"), path: "/index")
        #expect(error.code == .tooLarge && error.message.contains("a segment has no room"))
    }
}
