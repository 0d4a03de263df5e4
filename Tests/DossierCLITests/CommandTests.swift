import Foundation
import Testing

/// Two articles and their index in `news/.dossier`.
func sampleFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
        "news/radar.txt",
        """
        A radar on the hill

        By Jane Doe

        Seoul agreed to host the radar. South Korean officials said that Washington would pay for it.
        """)
    try folder.write(
        "news/grain.txt",
        "Grain and straits\n\nTurkey let the grain ships pass, said AT&T <b>lobbyists</b>.\n")
    let result = try Program.run("index", "news", in: folder.path)
    try #require(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("news/.dossier: 2 articles (2 new), "))
    return folder
}

@Test("A search prints rank, title, id and marked snippet, then facets and the total")
func searchPrintsHits() throws {
    let folder = try sampleFolder()
    let result = try Program.run("search", "radar", in: folder.path + "/news")
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "1. A radar on the hill")
    #expect(lines[1].hasPrefix("   news/radar.txt · score "))
    #expect(result.output.contains("*radar*"))
    #expect(result.output.contains("country: South Korea 1, United States 1\n"))
    #expect(result.output.hasSuffix("total: 1 article\n"))
    #expect(!result.output.contains("\u{1B}"))
}

@Test("Of a folder without articles, the files of JSON lines in it are named, and how to index them")
func indexNamesJSONLines() throws {
    let folder = try TemporaryFolder()
    try folder.write("lines/a.jsonl", "{\"text\":\"radar\"}\n")
    try folder.write("lines/in/B.NDJSON", "{\"text\":\"radar\"}\n")
    let result = try Program.run("index", "lines", in: folder.path)
    #expect(result.status == 0 && result.errors.contains("No article was found"))
    let advice = try #require(result.errors.split(separator: "dossier index ").last)
    let files = advice.split(whereSeparator: \.isWhitespace).map(String.init)
    #expect(files == ["lines/a.jsonl", "lines/in/B.NDJSON"])
    let advised = try Program.run(["index"] + files, in: folder.path)
    #expect(advised.status == 0 && advised.output.contains("2 articles"))
    // Without any, there is no such advice.
    let empty = try TemporaryFolder()
    try empty.write("lines/c.csv", "radar")
    let other = try Program.run("index", "lines", in: empty.path)
    #expect(other.errors.contains("--include GLOB") && !other.errors.contains("JSON"))
}

@Test("The JSON of a search has its total, hits and facets")
func searchPrintsJSON() throws {
    let folder = try sampleFolder()
    let json = try Program.run("search", "ships", "--json", "--index", "news", in: folder.path).json()
    #expect(json["total"] as? Int == 1)
    let hit = try #require((json["hits"] as? [[String: Any]])?.first)
    #expect(Set(hit.keys) == ["id", "title", "score", "date", "snippet"])
    #expect(hit["id"] as? String == "news/grain.txt")
    #expect(hit["title"] as? String == "Grain and straits")
    #expect(hit["date"] is NSNull)
    let snippet = try #require(hit["snippet"] as? String)
    #expect(snippet.contains("<mark>ships</mark>"))
    #expect(snippet.contains("AT&amp;T"))
    let country = try #require((json["facets"] as? [String: Any])?["country"] as? [[String: Any]])
    #expect(country.count == 1)
    #expect(country[0]["id"] as? String == "TR")
    #expect(country[0]["count"] as? Int == 1)
}

@Test("A search that finds nothing says so and exits 1, a wrong one exits 2")
func searchExitCodes() throws {
    let folder = try sampleFolder()
    let news = folder.path + "/news"
    let nothing = try Program.run("search", "zeppelin", in: news)
    #expect(nothing.status == 1)
    #expect(nothing.output == "no article matches\n")
    #expect(try Program.run("search", "zeppelin", "--json", in: news).status == 1)
    #expect(try Program.run("search", "", "--country", "TR", in: news).status == 0)
    #expect(try Program.run("search", "grain", "--from", "2014", in: news).status == 1)
    for words in [
        ["search"], ["search", " "], ["search", "x", "--actor", "Atlantis"],
        ["search", "x", "--facet", "mood=bad"],
        ["search", "x", "--limit", "-1"], ["search", "x", "--from", "2016", "--to", "2012"],
        ["search", "x", "--index", "nowhere"], ["serach"], ["show"], ["index", ".", "--jsonl"],
        ["show", "news/rader.txt"], ["show", "a", "b"], ["facets", "mood"], ["help", "serach"], ["--json"],
        ["optimize", "--order", "size"], ["optimize", "--index", "nowhere"], ["optimize", "."],
    ] {
        let result = try Program.run(words, in: news)
        #expect(result.status == 2, "\(words)")
        #expect(result.errors.hasPrefix("dossier: "), "\(words)")
        #expect(result.output.isEmpty, "\(words)")
    }
    #expect(try Program.run("show", "radar", in: news).errors.contains("news/radar.txt"))
}

@Test(
    "What is not right in a query is told on standard error beside the hits, and refused where --strict asks for it"
)
func lenientQueries() throws {
    let folder = try sampleFolder()
    let news = folder.path + "/news"
    for (query, words) in [
        ("zone:nosuch radar", "There is no zone ‘nosuch’"),
        ("radar country:atlantis", "No country is named ‘atlantis’"),
        ("radar NEAR/99 hill radar", "It is taken for NEAR/63."), ("radar date:2014-13..", "is no date"),
    ] {
        for form in [["search"], ["search", "--json"], ["actors"], ["facets", "--query"]] {
            let result = try Program.run(form + [query], in: news)
            #expect(result.status == 0 && result.errors.hasPrefix("dossier: "), "\(form) \(query)")
            #expect(result.errors.contains(words), "\(form) \(query): \(result.errors)")
        }
        let strict = try Program.run("search", "--strict", query, in: news)
        #expect(strict.status == 2 && strict.output.isEmpty && strict.errors.contains("^"), "\(query)")
    }
}

@Test("Without an index in the folder or above it, the message says how to make one")
func missingIndex() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run("search", "x", in: folder.path)
    #expect(result.status == 2)
    #expect(result.errors.contains("dossier index FOLDER"))
    #expect(result.errors.contains("--index PATH"))
}

@Test("Facets are counted over all articles or over those that match")
func facetCounts() throws {
    let folder = try sampleFolder()
    let news = folder.path + "/news"
    let all = try Program.run("facets", "--json", in: news).json()
    let facets = try #require(all["facets"] as? [String: [[String: Any]]])
    #expect(
        Set(facets.keys) == [
            "country", "alliance", "organization", "person", "region", "pair", "publisher",
            "republished-from",
        ])
    #expect(facets["country"]?.map { $0["id"] as? String } == ["KR", "TR", "US"])
    let some = try Program.run("facets", "country", "--query", "grain", in: news)
    #expect(some.output == "country\n  1  Turkey (TR)\n" || some.output == "country\n  1  Türkiye (TR)\n")
    try folder.write("by.jsonl", #"{"id":"r","text":"Words.","publisher":"ABC News"}"#)
    let added = try Program.run("index", "by.jsonl", "--index", "news/.dossier", "--quiet", in: folder.path)
    #expect(added.status == 0, "\(added.errors)")
    #expect(try Program.run("facets", "publisher", in: news).output == "publisher\n  1  ABC News\n")
}

@Test("An article is shown with its metadata, or with the words that gave its facets")
func showsArticle() throws {
    let folder = try sampleFolder()
    let news = folder.path + "/news"
    let text = try Program.run("show", "news/radar.txt", in: news)
    #expect(text.output.hasPrefix("A radar on the hill\nBy Jane Doe\nnews/radar.txt\n\nSeoul agreed"))
    let facets = try Program.run("show", "news/radar.txt", "--facets", in: news)
    #expect(
        facets.output.contains(
            "country KR South Korea: Seoul ×1 (capital as government),\n  South Korean ×1 (demonym)\n"))
    let json = try Program.run("show", "news/radar.txt", "--facets", "--json", in: news).json()
    #expect(json["authors"] as? [String] == ["Jane Doe"])
    #expect((json["facets"] as? [String: Any])?["country"] != nil)
}

@Test("A score is explained, and an article that does not match is said not to")
func explains() throws {
    let folder = try sampleFolder()
    let news = folder.path + "/news"
    let json = try Program.run("search", "radar", "--json", in: news).json()
    let score = try #require((json["hits"] as? [[String: Any]])?.first?["score"] as? Double)
    let tree = try Program.run("explain", "news/radar.txt", "radar", "--json", in: news).json()
    let value = try #require((tree["explanation"] as? [String: Any])?["value"] as? Double)
    #expect(Float(value) == Float(score))
    #expect(try Program.run("explain", "news/radar.txt", "radar", in: news).output.contains("\n  "))
    let other = try Program.run("explain", "news/grain.txt", "radar", in: news)
    #expect(other.status == 0)
    #expect(other.output == "news/grain.txt does not match ‘radar’\n")
}

@Test("Skipped inputs are named with reasons, the rest is indexed, and the exit code is 3")
func skippedInputs() throws {
    let folder = try TemporaryFolder()
    try folder.write("in/good.txt", "A title\n\nSome words of Tokyo.\n")
    try folder.write("in/empty.txt", "")
    try folder.write("in/binary.txt", Data([0x7F, 0x45, 0x4C, 0x46, 0, 0, 0, 1, 0, 2, 0xFF, 0xFE, 0, 0]))
    let result = try Program.run("index", "in", "--json", in: folder.path)
    #expect(result.status == 3)
    #expect(result.errors.contains("dossier: skipped in/empty.txt: "))
    #expect(result.errors.contains("dossier: skipped in/binary.txt: "))
    #expect(result.errors.hasSuffix("dossier: 2 inputs skipped, the rest is indexed.\n"))
    let json = try result.json()
    #expect(json["documents"] as? Int == 1)
    #expect((json["skipped"] as? [Any])?.count == 2)
    #expect(try Program.run("index", "in", "--exclude", "*y.txt", in: folder.path).status == 0)
    #expect(try Program.run("index", "nowhere", in: folder.path).status == 2)
}

@Test("Indexing again reads only what changed and drops what is gone")
func indexesAgain() throws {
    let folder = try TemporaryFolder()
    for number in 0..<9 { try folder.write("in/\(number).txt", "Title \(number)\n\nWords of Oslo.\n") }
    #expect(try Program.run("index", "in", "--quiet", in: folder.path).output.isEmpty)
    try folder.write("in/1.txt", "Another title\n\nWords of Lima, and more of them.\n")
    try folder.write("in/new.txt", "New title\n\nWords of Kyiv.\n")
    try FileManager.default.removeItem(atPath: folder.path + "/in/2.txt")
    let json = try Program.run("index", "in", "--json", "--threads", "2", in: folder.path).json()
    let counts = ["added", "updated", "removed", "unchanged", "documents"].map { json[$0] as? Int }
    #expect(counts == [1, 1, 1, 7, 9])
    let search = try Program.run("search", "--country", "Peru", "--json", in: folder.path + "/in").json()
    #expect(search["total"] as? Int == 1)
    #expect(try Program.run("check", in: folder.path + "/in").status == 0)
}

@Test("JSON lines and single articles come through standard input too")
func standardInput() throws {
    let folder = try TemporaryFolder()
    let lines = #"{"docno":"a1","head":"On Oslo","content":"Oslo spoke.","date":"2015-03-04"}"# + "\n"
    let first = try Program.run(
        "index", "-", "--jsonl", "--fields", "id=docno,title=head,text=content", "--id", "wire",
        in: folder.path,
        input: lines)
    #expect(first.status == 0, "\(first.errors)")
    let second = try Program.run(
        "index", "-", "--id", "note", in: folder.path, input: "A note\n\nLima spoke.\n")
    #expect(second.status == 0, "\(second.errors)")
    let hits = try Program.run("search", "spoke", "--json", in: folder.path).json()
    #expect(hits["total"] as? Int == 2)
    let dated = try Program.run("search", "--from", "2015-03", "--to", "2015", "--json", in: folder.path)
        .json()
    #expect(((dated["hits"] as? [[String: Any]])?.first?["date"] as? String) == "2015-03-04")
    #expect(((dated["hits"] as? [[String: Any]])?.first?["title"] as? String) == "On Oslo")
}

@Test("A damaged index fails its check, with the file named")
func damagedIndex() throws {
    let folder = try sampleFolder()
    let index = folder.path + "/news/.dossier"
    let names = try FileManager.default.subpathsOfDirectory(atPath: index)
    let sizes = try names.map { name in
        try FileManager.default.attributesOfItem(atPath: index + "/" + name)[.size] as? Int ?? 0
    }
    let largest = try #require(zip(sizes, names).filter { !$0.1.isEmpty }.max { $0.0 < $1.0 }?.1)
    let url = URL(fileURLWithPath: index + "/" + largest)
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count / 2] ^= 0x40
    try bytes.write(to: url)
    let result = try Program.run("check", in: folder.path + "/news")
    #expect(result.status == 2)
    #expect(result.errors.contains("index the articles again"))
    #expect(
        (result.output + result.errors).contains(
            largest.split(separator: "/").last.map(String.init) ?? largest))
}

@Test("A damaged newest commit is told by check, and --recover falls back to the one before")
func damagedCommit() throws {
    let folder = try sampleFolder()
    let news = folder.path + "/news"
    try folder.write("news/third.txt", "A third article\n\nWords of Lima.\n")
    #expect(try Program.run("index", news, "--quiet").status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: news + "/.dossier")
    let newest = try #require(names.filter { $0.hasPrefix("commit") }.max())
    try folder.write("news/.dossier/" + newest, "no commit")
    let check = try Program.run("check", "--json", in: news)
    #expect(check.status == 2)
    #expect(try check.json()["sound"] as? Bool == false)
    let search = try Program.run("search", "radar", in: news)
    #expect(search.status == 2)
    #expect(search.errors.contains("--recover"))
    #expect(try Program.run("search", "radar", "--recover", in: news).status == 0)
    #expect(try Program.run("index", news, "--recover").status == 0)
    #expect(try Program.run("search", "lima", in: news).status == 0)
    #expect(try Program.run("check", in: news).output.hasSuffix("/.dossier is sound\n"))
}

@Test("Optimizing joins what was indexed bit by bit, tells the sizes, and brings articles into order")
func optimizes() throws {
    let folder = try sampleFolder()
    let news = folder.path + "/news"
    try folder.write("news/third.txt", "A third article\n\nThe radar of Lima.\n")
    try folder.write("dated.jsonl", #"{"id":"new","title":"On Oslo","text":"A radar.","date":"2015-03-04"}"#)
    #expect(try Program.run("index", news, "dated.jsonl", "--quiet", in: folder.path).status == 0)
    let before = try Program.run("stats", "--json", in: news).json()
    #expect(before["segments"] as? Int == 2)
    let found = try Program.run("search", "radar", "--json", in: news).json()

    let json = try Program.run("optimize", "--order", "date", "--json", in: news).json()
    #expect(json["segmentsBefore"] as? Int == 2)
    #expect(json["segments"] as? Int == 1)
    #expect(json["documents"] as? Int == 4)
    #expect(json["bytesBefore"] as? Int == before["bytes"] as? Int)
    #expect(json["bytes"] as? Int == (try Program.run("stats", "--json", in: news).json())["bytes"] as? Int)
    let all = try Program.run("search", "--json", "--to", "2016", in: news).json()
    #expect((all["hits"] as? [[String: Any]])?.first?["id"] as? String == "new")
    let again = try Program.run("search", "radar", "--json", in: news).json()
    let scores = [found, again].map { json in
        (json["hits"] as? [[String: Any]])?.map { "\($0["id"] ?? "") \($0["score"] ?? "")" }.sorted()
    }
    #expect(scores[0]?.count == 3 && scores[0] == scores[1])

    let result = try Program.run("optimize", "--threads", "2", "--memory", "64M", "--index", news)
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
    #expect(result.output.hasPrefix(news + "/.dossier: 4 articles, "))
    #expect(result.output.contains(" in 1 segment before, "))
    #expect(try Program.run("optimize", "--order", "source", "--quiet", in: news).output.isEmpty)
    #expect(try Program.run("check", in: news).status == 0)
}

@Test("Every command has help, and the version is told")
func helpOfCommands() throws {
    let overview = try Program.run()
    #expect(overview.status == 0)
    for name in [
        "index", "search", "facets", "show", "explain", "stats", "check", "optimize", "eval", "plugins",
        "help",
    ] {
        #expect(overview.output.contains("\n  \(name) "))
        let help = try Program.run(name, "--help")
        #expect(help.status == 0)
        #expect(help.output.hasPrefix("usage: dossier \(name) [OPTIONS]"))
        #expect(try Program.run("help", name).output == help.output)
    }
    #expect(try Program.run("--version").output.hasPrefix("dossier "))
    #expect(try Program.run("--help").output == overview.output)
    #expect(try Program.run("plugins").output.contains("country"))
    #expect(try Program.run("plugins", "--json").json()["plugins"] != nil)
}
