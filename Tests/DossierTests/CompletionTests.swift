import IndexStorage
import TestSupport
import Testing

@testable import Dossier

/// An index of two segments, with an article deleted.
private struct Titles {
    let folder: TemporaryFolder
    let index: SearchIndex

    init() throws {
        folder = try TemporaryFolder()
        var source = ArticleSource()
        let titles = [
            ("news/2014/a", "Sanctions and grain"), ("news/2014/b", "Grain for Seoul"),
            ("news/2015/c", "The sanctity of treaties"), ("news/x", "Sanctions, again"),
        ]
        for (identifier, title) in titles { source.write(identifier, title + "\n\nOf sanctions only.\n") }
        try SmallIndex.update(source, in: folder.fileSystem)
        source.articles["news/2015/c"] = nil
        source.write("news/2016/d", "On the sanctions against grain\n\nSanctuary was given.\n")
        source.write("news/y", "Grain\n\nNothing else.\n")
        source.write("paper//z", "Z\n\nNothing else.\n")
        try SmallIndex.update(source, in: folder.fileSystem)
        index = try SearchIndex(path: folder.path)
        try #require(index.statistics().segmentCount == 2)
    }
}

@Test(
    "Words that begin so come with the articles that have them, the commonest first, of one field or of all")
func words() throws {
    let index = try Titles().index
    func words(_ text: String, _ field: String? = nil, limit: Int = 20) throws -> [String] {
        try index.completions(ofWord: text, field: field, limit: limit).map {
            "\($0.text) \($0.documentCount)"
        }
    }
    // An article with the word in title and text is one.
    #expect(try words("sanc") == ["sanctions 4", "sanctuary 1"])
    #expect(try words("SANC", limit: 1) == ["sanctions 4"])
    #expect(try words("sanc", "title") == ["sanctions 3"])
    #expect(try words("grain", "body").isEmpty)
    #expect(throws: DossierError.self) { try words("sanc", "byline") }
}

@Test("Every word of many is found among the commonest, whatever segments and fields it stands in")
func manyWords() throws {
    let folder = try TemporaryFolder()
    var source = ArticleSource()
    // Word n stands in n articles; there are more of them than are kept while they are gathered.
    for number in 0..<60 {
        let words = (number..<60).map { "w\($0 + 100)" } + (0..<300).map { "wr\(number)x\($0)" }
        source.write("news/\(number + 100)", "Title\n\n\(words.joined(separator: " "))\n")
        if number == 30 { try SmallIndex.update(source, in: folder.fileSystem) }
    }
    try SmallIndex.update(source, in: folder.fileSystem)
    let index = try SearchIndex(path: folder.path)
    let found = try index.completions(ofWord: "w", limit: 10)
    #expect(found.map(\.text) == (0..<10).map { "w\(159 - $0)" })
    #expect(found.map(\.documentCount) == (0..<10).map { 60 - $0 })
}

@Test("Identifiers that begin so are told folder by folder, without those of deleted articles")
func identifiers() throws {
    let index = try Titles().index
    func found(_ text: String, limit: Int = 20) throws -> [String] {
        try index.completions(ofIdentifier: text, limit: limit).map {
            $0.text + ($0.title.map { " " + $0 } ?? "")
        }
    }
    #expect(try found("") == ["news/", "paper//"])
    #expect(try found("news/") == ["news/2014/", "news/2016/", "news/x Sanctions, again", "news/y Grain"])
    #expect(try found("news/", limit: 2) == ["news/2014/", "news/2016/"])
    #expect(try found("news/2014/") == ["news/2014/a Sanctions and grain", "news/2014/b Grain for Seoul"])
    #expect(try found("news/2014/b") == ["news/2014/b Grain for Seoul"])
    #expect(try found("paper/") == ["paper//"] && found("paper//") == ["paper//z Z"])
    #expect(try found("news/2015").isEmpty && found("zebra").isEmpty)
}

@Test(
    "Articles are found by words of their titles, the last of them begun; those whose titles begin so come first"
)
func titles() throws {
    let index = try Titles().index
    func found(_ text: String) throws -> [String] { try index.completions(ofTitle: text).map(\.text) }
    #expect(try found("sanctions") == ["news/2014/a", "news/x", "news/2016/d"])
    #expect(try found("Grain") == ["news/2014/b", "news/y", "news/2014/a", "news/2016/d"])
    #expect(try found("grain f") == ["news/2014/b"])
    #expect(try found("Sanctions, ag") == ["news/x", "news/2016/d"])
    #expect(try found("sanctit").isEmpty && found("?").isEmpty && found("").isEmpty)
}
