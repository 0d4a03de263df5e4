import Foundation
import PluginAPI
import SourceAdapters
import StandardPlugins
import Testing

@testable import Dossier

/// The snippet of a one-article index, with marks as `⟦…⟧`.
private func snippet(_ text: String, _ query: String, wordCount: Int = 36) throws -> String {
    let folder = try TemporaryIndex()
    let path = folder.path + "/article.txt"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let index = folder.path + "/index"
    _ = try indexSources([openSource(path)], at: index, plugins: standardPlugins())
    let open = try SearchIndex(path: index)
    var request = SearchRequest(query)
    request.snippetWordCount = wordCount
    let snippet = try open.snippet(of: open.document("article.txt"), for: request)
    var marked: [UInt8] = []
    for (offset, byte) in snippet.text.utf8.enumerated() {
        if snippet.marks.contains(where: { $0.lowerBound == offset }) { marked += "⟦".utf8 }
        marked.append(byte)
        if snippet.marks.contains(where: { $0.upperBound == offset + 1 }) { marked += "⟧".utf8 }
    }
    return String(decoding: marked, as: UTF8.self)
}

private let filler = (0..<60).map { "word\($0)" }.joined(separator: " ") + "."

@Suite("A snippet")
struct SnippetTests {
    @Test("marks every word of the query, inflected ones too, and no other")
    func words() throws {
        let found = try snippet(
            "Title\n\nThe council sanctioned the bank. New sanctions follow; the bank protests.\n", "sanction"
        )
        #expect(found == "The council ⟦sanctioned⟧ the bank. New ⟦sanctions⟧ follow; the bank protests.")
    }

    @Test("marks a phrase only where it stands whole")
    func phrases() throws {
        let found = try snippet(
            "Title\n\nThe League of Nations met. Of all leagues, nations chose this one.\n",
            "\"league of nations\"")
        #expect(found == "The ⟦League of Nations⟧ met. Of all leagues, nations chose this one.")
    }

    @Test(
        "shows the part with most of the query's words, from the beginning of a sentence, and says what it left out"
    )
    func place() throws {
        let found = try snippet(
            "Title\n\nOnly a tariff here. \(filler) The tariff met a quota there. \(filler)\n", "tariff quota"
        )
        #expect(found.hasPrefix("…The ⟦tariff⟧ met a ⟦quota⟧ there. word0"))
        #expect(found.hasSuffix("…"))
    }

    @Test("begins with the article where no word matches, and never shows what stands around it")
    func around() throws {
        let text = """
            The Title

            By Ann Author*

            The ministers spoke of fish.

            *About the author: Ann Author once sold fish.

            Source: This article was published by Fish Review

            """
        #expect(try snippet(text, "nothing") == "The ministers spoke of fish.")
        #expect(try snippet(text, "fish review author") == "The ministers spoke of ⟦fish⟧.")
    }

    @Test("has one word, two, or all there are, wherever the matches stand")
    func wordCounts() throws {
        let text =
            "Title\n\nOne two three radar \(filler) The last words tell of treaties and Seoul said no.\n"
        let query = "radar treaties country:KR"
        #expect(try snippet(text, query, wordCount: 1) == "One…")
        for count in 2...12 {
            let shown = try snippet(text, query, wordCount: count)
            let words = shown.split(separator: " ").filter { $0 != "…" }
            #expect((1...count + 1).contains(words.count), "\(count): \(shown)")
        }
        let whole = try snippet(text, query, wordCount: .max)
        #expect(
            whole.hasPrefix("One two three ⟦radar⟧ word0")
                && whole.hasSuffix("⟦treaties⟧ and ⟦Seoul⟧ said no."))
    }

    @Test("does not mark what the query excludes")
    func excluded() throws {
        let found = try snippet("Title\n\nA tariff is no quota.\n", "tariff -embargo")
        #expect(found == "A ⟦tariff⟧ is no quota.")
    }
}
