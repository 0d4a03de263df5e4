import Foundation
import PluginAPI
import SourceAdapters
import StandardPlugins
import TestSupport
import Testing

@testable import Dossier

/// What repeats on the pages of a site is its frame, whenever a page is read.
@Suite struct FormatSurveyTests {
    private static let frame =
        "Readers of this page will want to know that our shop ships lamps to all islands."

    private func page(_ number: Int, site: String = "lamps.example") -> String {
        let sentences = (0..<4).map { line in
            "<p>Keeper \(number) wrote in line \(line) that the light of tower \(number * 7 + line) burned all night.</p>"
        }
        return """
            <html><head><link rel="canonical" href="https://www.\(site)/\(number)"><title>Tower \(number)</title></head>
            <body><div>\(sentences.joined())<p>\(Self.frame)</p></div></body></html>
            """
    }

    private func text(_ index: SearchIndex, _ identifier: String) throws -> String {
        let document = try index.document(identifier)
        return document.zones.filter(\.kind.isArticle)
            .map { String(decoding: document.text[$0.range], as: UTF8.self) }.joined(separator: "\n")
    }

    @Test(
        "A paragraph of all pages of a site is left out, that of a single page is kept, and later pages know it"
    )
    func frames() throws {
        let folder = try TemporaryIndex()
        let articles = URL(filePath: folder.path).appending(path: "pages")
        try FileManager.default.createDirectory(at: articles, withIntermediateDirectories: true)
        func write(_ number: Int, site: String = "lamps.example") throws {
            let name = articles.appending(path: "\(number).html")
            try page(number, site: site).write(to: name, atomically: true, encoding: .utf8)
        }
        for number in 1...3 { try write(number) }
        try write(9, site: "other.example")
        let path = folder.path + "/.dossier"
        func update() throws -> SearchIndex {
            _ = try Dossier.indexSources(
                [FolderSource(path: articles.path)], at: path, plugins: try standardPlugins(),
                options: IndexOptions())
            return try SearchIndex(path: path)
        }
        var index = try update()
        for number in 1...3 {
            let shown = try text(index, "pages/\(number).html")
            #expect(!shown.contains(Self.frame))
            #expect(shown.contains("tower \(number * 7 + 3) burned"))
        }
        #expect(try text(index, "pages/9.html").contains(Self.frame))
        try write(4)
        index = try update()
        #expect(try !text(index, "pages/4.html").contains(Self.frame))
    }

    @Test("The pages in an archive tell of their site too")
    func members() throws {
        let folder = try TemporaryIndex()
        let articles = URL(filePath: folder.path).appending(path: "pages")
        try FileManager.default.createDirectory(at: articles, withIntermediateDirectories: true)
        let members = (1...3).map { (name: "\($0).html", bytes: Array(page($0).utf8)) }
        try Data(PackedFiles.zip(members)).write(to: articles.appending(path: "site.zip"))
        let path = folder.path + "/.dossier"
        _ = try Dossier.indexSources(
            [FolderSource(path: articles.path)], at: path, plugins: try standardPlugins(),
            options: IndexOptions())
        let index = try SearchIndex(path: path)
        for number in 1...3 {
            let shown = try text(index, "pages/site.zip/\(number).html")
            #expect(!shown.contains(Self.frame))
            #expect(shown.contains("tower \(number * 7 + 3) burned"))
        }
    }

    @Test("Copies of one page are no frame")
    func copies() throws {
        let notes = FormatNotes(group: "a", marks: [1, 2])
        let knowledge = FormatKnowledge([notes, notes])
        #expect(knowledge.isRepeated(1, in: "a") && !knowledge.isRepeated(1, in: "b"))
        let plugins = try standardPlugins()
        let inputs = (0..<2).map { number in
            FormatInput(
                bytes: Array(page(5).utf8), identifier: "p/\(number).html", fileName: "\(number).html")
        }
        let told = inputs.compactMap { plugins.format(for: $0)?.notes(on: $0) }
        #expect(told.count == 2)
        let reader = plugins.knowing(FormatKnowledge(told))
        let document = try #require(try reader.format(for: inputs[0])?.read(inputs[0]))
        #expect(document.zones.count == 6)
    }

    @Test("Marks count by documents: two and an eighth of them; a group known better stays")
    func counting() {
        let notes = (0..<40).map {
            FormatNotes(group: "s", marks: [100, 100, UInt64($0 % 10), UInt64($0 % 8)])
        }
        var knowledge = FormatKnowledge(notes)
        #expect(knowledge.groups["s"]?.documentCount == 40)
        for mark in 0..<8 as Range<UInt64> { #expect(knowledge.isRepeated(mark, in: "s")) }
        #expect(!knowledge.isRepeated(9, in: "s") && knowledge.isRepeated(100, in: "s"))
        knowledge.learn(FormatKnowledge(Array(notes.prefix(8))))
        #expect(knowledge.groups["s"]?.documentCount == 40)
    }
}
