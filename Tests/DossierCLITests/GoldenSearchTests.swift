import Foundation
import Testing

/// One entry of `Tests/Golden/searches.json`.
private struct GoldenSearch: Decodable {
    var query: String
    var all: Bool
    var actor: [String]
    var from: String?
    var to: String?
    var expectedFirst: String?
    var expectedTotal: [String]?

    var words: [String] {
        var words = ["search", query, "--json", "--limit", "100"]
        if all { words.append("--all") }
        for actor in actor { words += ["--actor", actor] }
        if let from { words += ["--from", from] }
        if let to { words += ["--to", to] }
        return words
    }
}

private let golden = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Golden")

@Test("The README shows what the program prints")
func readmeIsTrue() throws {
    let folder = try TemporaryFolder()
    let articles = golden.appending(path: "articles").path
    #expect(try Program.run("index", articles, "--index", folder.path + "/.dossier").status == 0)
    let words = ["search", "missile", "defence", "--actor", "South Korea", "--limit", "2"]
    let output = try Program.run(words, in: folder.path).output
    let readme = try String(contentsOf: golden.appending(path: "../../README.md"), encoding: .utf8)
    #expect(readme.contains("$ dossier search missile defence --actor \"South Korea\" --limit 2\n" + output))
}

@Test("Every golden search finds the articles it names")
func goldenSearches() throws {
    let folder = try TemporaryFolder()
    let index = folder.path + "/golden.dossier"
    let indexed = try Program.run(
        "index", golden.appending(path: "articles").path, "--index", index, "--json")
    #expect(indexed.status == 0, "\(indexed.errors)")
    #expect(try indexed.json()["documents"] as? Int == 40)
    let json = try Data(contentsOf: golden.appending(path: "searches.json"))
    let searches = try JSONDecoder().decode([GoldenSearch].self, from: json)
    #expect(searches.count > 40)
    for search in searches {
        let answer = try Program.run(search.words + ["--index", index]).json()
        let ids = try #require(answer["hits"] as? [[String: Any]]).compactMap { $0["id"] as? String }
        #expect(answer["total"] as? Int == ids.count)
        if let first = search.expectedFirst { #expect(ids.first == first, "\(search.words)") }
        if let total = search.expectedTotal { #expect(ids.sorted() == total.sorted(), "\(search.words)") }
    }
}
