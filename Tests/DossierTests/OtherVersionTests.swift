import IndexAnalysis
import IndexCore
import IndexStorage
import TestSupport
import Testing

@testable import Dossier

@Suite("An index that another version wrote") struct OtherVersionTests {
    private let index: SmallIndex

    init() throws {
        index = try SmallIndex()
        try index.folder.write("lock", [])
    }

    /// Everything that reads or writes an index.
    private func uses() -> [(name: String, run: () throws -> Void)] {
        let (path, source) = (index.folder.path, index.laterSource)
        return [
            ("reading", { _ = try SearchIndex(path: path) }),
            (
                "indexing",
                { _ = try indexSources([source], at: path, plugins: SmallPlugins.make()) }
            ),
            ("optimizing", { try optimizeIndex(at: path) }),
        ]
    }

    /// Publishes a commit of the newest that was changed.
    private func publish(_ change: (inout CommitRecord) -> Void) throws {
        let store = CommitStore(index.folder.fileSystem)
        let newest = try #require(try store.newest())
        var record = try CommitRecord(newest.payload, file: "a")
        change(&record)
        try store.publish(newest.number + 1, payload: record.encoded())
    }

    private func expectRefusal(_ texts: [String]) throws {
        let names = try index.folder.fileSystem.list()
        for use in uses() {
            let error = #expect(throws: DossierError.self, "\(use.name)") { try use.run() }
            #expect(error?.code == .otherVersion, "\(use.name): \(String(describing: error))")
            for text in texts { #expect(error?.description.contains(text) == true, "\(use.name)") }
        }
        #expect(try index.folder.fileSystem.list() == names)
    }

    @Test("is refused with its file, its version and ours, by whatever reads or writes it")
    func format() throws {
        let store = CommitStore(index.folder.fileSystem)
        let newest = try #require(try store.newest())
        var payload = newest.payload
        payload[0] = 77
        try store.publish(newest.number + 1, payload: payload)
        try expectRefusal(["commit \(newest.number + 1)", "format 77", "format \(IndexFile.version)"])
    }

    @Test("of the analyzer or what it builds upon is refused with both, and nothing is joined")
    func analyzer() throws {
        let known = try Schema.articles.settings().analyzer.stableDescription
        try publish { $0.analyzer = "analyzer=english;stems=older" }
        try expectRefusal(["stems=older", known])
    }

    @Test("takes up the analyzer of the program when it holds nothing")
    func emptyIndex() throws {
        try publish { record in
            record.segments = []
            record.syncState = ""
            record.analyzer = "older"
        }
        for use in uses() { #expect(throws: Never.self, "\(use.name)") { try use.run() } }
        #expect(try SearchIndex(path: index.folder.path).check() == [])
    }

    @Test("is damaged where a segment has other terms than its commit says")
    func segment() throws {
        let folder = try TemporaryFolder()
        var options = IndexOptions()
        options.schema.analyzerName = "standard"
        _ = try indexSources(
            [index.source], in: folder.fileSystem, folder: "/index", plugins: SmallPlugins.make(),
            options: options)
        let commit = try #require(try CommitStore(folder.fileSystem).newest())
        var record = try CommitRecord(commit.payload, file: "a")
        record.analyzer = try Schema.articles.settings().analyzer.stableDescription
        #expect(throws: StorageError.self) {
            try Snapshot(.init(number: 9, payload: record.encoded()), in: folder.fileSystem)
        }
    }
}
