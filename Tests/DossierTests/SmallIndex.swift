import IndexStorage
import PluginAPI
import TestSupport
import Testing

@testable import Dossier

/// A small index in a folder of its own, and the right answers to every question.
struct SmallIndex {
    let folder: TemporaryFolder
    let questions = Question.all(identifier: "news/a")
    let answers: [String]
    let files: [String: [UInt8]]
    /// What is indexed.
    private(set) var source = ArticleSource()

    /// Two segments of which one has a deleted document, and the commit before.
    ///
    /// - Parameter longByteCount: text of one document in each segment, of words that do not repeat.
    init(longByteCount: Int = 0) throws {
        folder = try TemporaryFolder()
        let places = ["a": "Seoul", "b": "Tokyo", "c": "Ankara", "d": "Seoul"]
        for (name, place) in places.sorted(by: { $0.key < $1.key }) {
            let noise = name == "d" ? Self.noise(longByteCount, seed: 1) : ""
            source.write(
                "news/\(name)", Self.text(name, place) + noise, date: "2015-06-0\(place.count)",
                tags: ["press", place])
        }
        try Self.update(source, in: folder.fileSystem)
        source.articles["news/b"] = nil
        source.write("news/e", Self.text("e", "Tokyo and Seoul"), date: "2018-01-02")
        source.write("news/f", Self.text("f", "Ankara") + Self.noise(longByteCount, seed: 2), tags: ["press"])
        try Self.update(source, in: folder.fileSystem)
        let index = try SearchIndex(path: folder.path)
        let statistics = try index.statistics()
        try #require(statistics.segmentCount == 2 && statistics.deletedCount == 1)
        try #require(index.check() == [])
        answers = try questions.map { try $0.ask(index) }
        var files: [String: [UInt8]] = [:]
        for name in try folder.fileSystem.list() { files[name] = try folder.map(name).allBytes.array() }
        self.files = files
    }

    /// Brings the index up to date, through any file system.
    static func update(_ source: ArticleSource, in fileSystem: any FileSystem) throws {
        var options = IndexOptions()
        options.schema.facetFields = [FacetField("tag")]
        _ = try indexSources(
            [source], in: fileSystem, folder: "/index", plugins: SmallPlugins.make(), options: options)
    }

    /// Every article but two with another text, and one more: the first segment is to be written again.
    var laterSource: ArticleSource {
        var later = source
        for name in ["a", "c", "d", "g"] {
            later.write("news/\(name)", Self.text(name, "Tokyo at last"), tags: ["late"])
        }
        return later
    }

    /// Puts all files back as they were.
    func restore() throws {
        for name in try folder.fileSystem.list() { try folder.fileSystem.remove(name) }
        for (name, bytes) in files { try folder.write(name, bytes) }
    }

    private static func text(_ name: String, _ place: String) -> String {
        """
        Report \(name) from \(place)

        The ministers of \(place) met about missile defence talks\(name == "c" ? "" : " in the harbour").

        """
    }

    private static func noise(_ byteCount: Int, seed: UInt64) -> String {
        sampleBytes(byteCount / 9, seed: seed).reduce(into: "\n") { text, byte in
            text += "w\(byte)\(text.utf8.count % 7919) "
        }
    }

    /// Puts every question to the index that lies there: the right answer, or the error that it is damaged, must come.
    ///
    /// - Returns: how many problems opening, asking and checking told of.
    func problemCount(_ label: @autoclosure () -> String) -> Int {
        do throws(DossierError) {
            return try problemCount(of: SearchIndex(path: folder.path), label())
        } catch {
            #expect(error.code == .damaged, "\(label()): \(error)")
            return 1
        }
    }

    func problemCount(of index: SearchIndex, _ label: @autoclosure () -> String) -> Int {
        var count = 0
        for (question, answer) in zip(questions, answers) {
            do {
                #expect(try question.ask(index) == answer, "\(label()): \(question.name)")
            } catch {
                count += 1
                #expect((error as? DossierError)?.code == .damaged, "\(label()): \(question.name): \(error)")
            }
        }
        return count + index.check().count
    }
}
