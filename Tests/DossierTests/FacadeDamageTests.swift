import Foundation
import Glibc
import IndexStorage
import TestSupport
import Testing

@testable import Dossier

/// A small index in a folder of its own, and the right answers to every question.
private struct SmallIndex {
    let folder: TemporaryFolder
    let questions = Question.all(identifier: "news/a")
    let answers: [String]
    let files: [String: [UInt8]]

    /// Two segments of which one has a deleted document, and the commit before.
    ///
    /// - Parameter longByteCount: text of one document in each segment, of words that do not repeat.
    init(longByteCount: Int = 0) throws {
        folder = try TemporaryFolder()
        var source = ArticleSource()
        let places = ["a": "Seoul", "b": "Tokyo", "c": "Ankara", "d": "Seoul"]
        for (name, place) in places.sorted(by: { $0.key < $1.key }) {
            let noise = name == "d" ? Self.noise(longByteCount, seed: 1) : ""
            source.write("news/\(name)", Self.text(name, place) + noise, date: "2015-06-0\(place.count)")
        }
        try Self.update(source, folder)
        source.articles["news/b"] = nil
        source.write("news/e", Self.text("e", "Tokyo and Seoul"), date: "2018-01-02")
        source.write("news/f", Self.text("f", "Ankara") + Self.noise(longByteCount, seed: 2))
        try Self.update(source, folder)
        let index = try SearchIndex(path: folder.path)
        let statistics = try index.statistics()
        try #require(statistics.segmentCount == 2 && statistics.deletedCount == 1)
        try #require(index.check() == [])
        answers = try questions.map { try $0.ask(index) }
        var files: [String: [UInt8]] = [:]
        for name in try folder.fileSystem.list() { files[name] = try folder.map(name).allBytes.array() }
        self.files = files
    }

    private static func update(_ source: ArticleSource, _ folder: TemporaryFolder) throws {
        _ = try indexSources(
            [source], in: folder.fileSystem, folder: folder.path, plugins: SmallPlugins.make(),
            options: IndexOptions())
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

@Suite("A damaged index gives the right answer or an error") struct FacadeDamageTests {
    private static let isExhaustive = ProcessInfo.processInfo.environment["DOSSIER_EXHAUSTIVE"] == "1"
    /// The kinds of files, by how their names begin or end.
    private static let kinds = ["commit-", ".core", ".layer", ".deletes", ".catalog", ".sync"]

    private func forEachFile(_ kind: String, of index: SmallIndex, _ body: (String, [UInt8]) throws -> Void)
        throws
    {
        var count = 0
        for (name, whole) in index.files where name.hasPrefix(kind) || name.hasSuffix(kind) {
            try body(name, whole)
            try index.folder.write(name, whole)
            count += 1
        }
        #expect(count > 0, "no \(kind)")
        #expect(index.problemCount("whole again") == 0)
    }

    @Test("whatever byte is changed, and the check tells of each", arguments: kinds)
    func flips(kind: String) throws {
        let index = try SmallIndex()
        try forEachFile(kind, of: index) { name, whole in
            var damaged = whole
            // Opening does not read these, so everything is asked and checked for each change.
            let isSlow = kind == ".sync" || kind == "commit-"
            for position in stride(from: 0, to: whole.count, by: isSlow && !Self.isExhaustive ? 3 : 1) {
                for change in [1 << UInt8(position % 8), 0xFF] as [UInt8] {
                    // One of the two will do where time is short.
                    if !Self.isExhaustive, (change == 0xFF) == (position % 2 == 0) { continue }
                    let label = "\(name), byte \(position) ^ \(change)"
                    damaged[position] ^= change
                    try index.folder.write(name, damaged)
                    #expect(index.problemCount(label) > 0, "\(label) is not noticed")
                    damaged[position] ^= change
                }
            }
        }
    }

    @Test("wherever a file is cut, or gone", arguments: kinds)
    func cuts(kind: String) throws {
        let index = try SmallIndex()
        try forEachFile(kind, of: index) { name, whole in
            for length in whole.indices
            where Self.isExhaustive || length % 3 == 0 || length + 40 > whole.count {
                try index.folder.write(name, Array(whole.prefix(length)))
                #expect(index.problemCount("\(name) of \(length) bytes") > 0, "\(name) of \(length) bytes")
            }
            try index.folder.fileSystem.remove(name)
            // Without the newest commit, the one before is the newest: another answer, and right.
            if kind != "commit-" { #expect(index.problemCount("\(name) gone") > 0) }
        }
    }

    @Test("wherever a large file is changed or cut, beyond what opening reads")
    func largeFiles() throws {
        let index = try SmallIndex(longByteCount: 90_000)
        try forEachFile(".core", of: index) { name, whole in
            #expect(whole.count > 2 * 65536)
            for position in positions(in: whole) {
                var damaged = whole
                damaged[position] ^= 0x10
                try index.folder.write(name, damaged)
                #expect(index.problemCount("\(name), byte \(position)") > 0, "\(name), byte \(position)")
                try index.folder.write(name, Array(whole.prefix(position)))
                #expect(index.problemCount("\(name) of \(position) bytes") > 0)
            }
        }
    }

    /// Places near the borders of pages, chunks and the file, and others between.
    private func positions(in bytes: [UInt8]) -> [Int] {
        let borders = Array(stride(from: 0, through: bytes.count, by: 65536)) + [bytes.count]
        let near = borders.flatMap { border in [-65, -1, 0, 64].map { border + $0 } }
        let between = stride(from: 17, to: bytes.count, by: Self.isExhaustive ? 499 : 40_009)
        return Set(near + between).filter(bytes.indices.contains).sorted()
    }

    @Test("when a file is cut under its mapping", arguments: kinds)
    func cutsUnderMapping(kind: String) throws {
        let index = try SmallIndex(longByteCount: kind == ".core" ? 9_000 : 0)
        try forEachFile(kind, of: index) { name, whole in
            let near = stride(from: 0, to: whole.count, by: 4096).flatMap { [$0, $0 + 2000] }
            let last = [whole.count - 1, whole.count - 2, whole.count - 100]
            for length in Set(near + last).filter(whole.indices.contains).sorted() {
                for isWarm in [false, true] {
                    try index.folder.write(name, whole)
                    let open = try SearchIndex(path: index.folder.path)
                    if isWarm { #expect(index.problemCount(of: open, "whole") == 0) }
                    // Safe: the string lives for the call.
                    #expect(unsafe truncate(index.folder.path + "/" + name, off_t(length)) == 0)
                    let label = "\(name) cut to \(length) bytes, \(isWarm ? "used" : "not used") before"
                    let problemCount = index.problemCount(of: open, label)
                    // The last byte of an index file is zero, as it reads without it.
                    #expect(problemCount > 0 || length == whole.count - 1, "\(label)")
                }
            }
        }
    }
}
