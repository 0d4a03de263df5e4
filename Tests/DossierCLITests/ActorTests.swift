import Foundation
import Testing

/// Three articles on two pairs of actors, as JSON lines, and their index.
private func actorFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let rows = [
        #"{"id":"a","title":"Talks","date":"2015-03-01","text":"Seoul and Tokyo agreed. South Korea paid."}"#,
        #"{"id":"b","title":"More talks","date":"2017-05-02","text":"South Korea and Japan met, \"again\"."}"#,
        #"{"id":"c","title":"A ferry","date":"2017-06-02","text":"The ferry is late.\n\nIt was built in Turkey."}"#,
    ]
    try folder.write("news.jsonl", rows.joined(separator: "\n"))
    let result = try Program.run("index", "news.jsonl", "--index", ".dossier", "-q", in: folder.path)
    try #require(result.status == 0, "\(result.errors)")
    return folder
}

@Suite("Actors on the command line")
struct ActorTests {
    @Test("Actors, pairs and their years are printed as a table")
    func table() throws {
        let folder = try actorFolder()
        let result = try Program.run("actors", in: folder.path)
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(
            result.output == """
                3 articles

                actors
                  2  Japan  country JP
                  2  South Korea  country KR
                  1  Türkiye  country TR

                pairs
                  2  Japan – South Korea  pair JP–KR

                over time, 2015–2017
                        all   JP   KR   TR
                  2015    1    1    1    0
                  2016    0    0    0    0
                  2017    2    1    1    1

                """)
    }

    @Test("Only what the articles are about counts with --subjects, and a query narrows them")
    func subjects() throws {
        let folder = try actorFolder()
        let about = try Program.run("actors", "--subjects", "--json", in: folder.path).json()
        let actors = try #require(about["actors"] as? [[String: Any]])
        #expect(actors.compactMap { $0["id"] as? String } == ["KR", "JP"])
        let some = try Program.run("actors", "ferry", "--json", in: folder.path).json()
        #expect(some["total"] as? Int == 1)
        #expect(try Program.run("actors", "nowhere", in: folder.path).output == "no article matches\n")
    }

    @Test("CSV has a row for each actor, pair and period, and quotes what needs it")
    func csv() throws {
        let folder = try actorFolder()
        let result = try Program.run("actors", "--by", "month", "--csv", "--to", "2015", in: folder.path)
        let rows = result.output.components(separatedBy: "\r\n")
        #expect(rows.first == "part,period,facet,id,label,articles" && rows.last == "")
        #expect(rows.contains("actor,,country,KR,South Korea,1"))
        #expect(rows.contains("pair,2015-03,pair,JP–KR,Japan – South Korea,1"))
    }

    @Test("The plot has a bar a year for each actor")
    func plot() throws {
        let folder = try actorFolder()
        let lines = try Program.run("actors", "--plot", in: folder.path).output.split(separator: "\n")
        #expect(lines.contains("  South Korea  █ █  1"))
        #expect(lines.contains("  Türkiye        █  1"))
    }

    @Test("A facet value is explained by its words, in their sentences, and a missing one is said to be")
    func explained() throws {
        let folder = try actorFolder()
        let result = try Program.run("explain", "a", "country:Seoul", in: folder.path)
        #expect(result.status == 0)
        #expect(
            result.output.hasPrefix(
                "‘Talks’ names South Korea (country KR) 2 times, and is about it: salience "))
        #expect(result.output.contains("  Seoul  capital as government, line "))
        #expect(result.output.contains("    *Seoul* and Tokyo agreed. South Korea paid.\n"))
        let json = try Program.run("explain", "a", "about:KR", "--json", in: folder.path).json()
        let evidence = try #require(json["evidence"] as? [String: Any])
        #expect(evidence["about"] as? Bool == true)
        let none = try Program.run("explain", "c", "country:KR", in: folder.path)
        #expect(none.status == 1 && none.output == "c does not carry country:KR\n")
        #expect(try Program.run("explain", "c", "country:nowhere", in: folder.path).status == 2)
    }

    @Test("Filters for each facet, and for what articles are about, narrow a search")
    func filters() throws {
        let folder = try actorFolder()
        for (words, ids) in [
            (["--about", "KR"], ["a", "b"]), (["--pair", "Seoul and Tokyo"], ["a", "b"]),
            (["--country", "TR"], ["c"]),
            (["--about", "TR"], []),
        ] {
            let json = try Program.run(["search", "--json"] + words, in: folder.path).json()
            let hits = try #require(json["hits"] as? [[String: Any]])
            #expect(hits.compactMap { $0["id"] as? String }.sorted() == ids, "\(words)")
        }
    }

    @Test("Facets are scored on labelled articles, what disagrees listed and the measure last")
    func evaluation() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "gold.jsonl",
            """
            {"id":"a","text":"Seoul met Tokyo. Seoul and Tokyo parted.","country":["KR"]}
            {"id":"b","text":"Nothing here.","country":["FR"]}
            """)
        let result = try Program.run("eval", "facets", "gold.jsonl", "--facet", "country", in: folder.path)
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.output.contains("a\n  wrong JP: Tokyo (capital)"))
        #expect(result.output.contains("  missing FR\n"))
        #expect(result.output.hasSuffix("\nF1 0.500 precision 0.500 recall 0.500\n"))
        let unknown = try Program.run("eval", "facets", "gold.jsonl", "--facet", "planet", in: folder.path)
        #expect(unknown.status == 2 && unknown.errors.contains("no plugin for the facet ‘planet’"))
    }

    @Test("An index holds the facets that were chosen, and those they are made of")
    func chosenFacets() throws {
        let folder = try TemporaryFolder()
        try folder.write("news/a.txt", "Talks\n\nSeoul and Tokyo agreed.")
        func facets(_ choice: String) throws -> Set<String> {
            let indexed = try Program.run("index", "news", "-q", "--facets", choice, in: folder.path)
            try #require(indexed.status == 0, "\(indexed.errors)")
            let json = try Program.run("facets", "--json", in: folder.path + "/news").json()
            let facets = try #require(json["facets"] as? [String: Any])
            return Set(facets.keys).subtracting(["publisher", "republished-from"])
        }
        #expect(try facets("region") == ["region"])
        #expect(try facets("pair,region") == ["country", "alliance", "organization", "region", "pair"])
        let dropping = try Program.run("index", "news", "-q", "--facets", "region", in: folder.path)
        #expect(dropping.errors.contains("the facet ‘pair’ is no longer in the index"))
        #expect(try facets("none") == [])
        #expect(try Program.run("index", "news", "--facets", "x", in: folder.path).status == 2)
    }
}
