import Foundation
import Testing

/// Articles with days, lengths, places and years, as JSON lines, and their index.
private func newsFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let rows = [
        #"{"id":"a","title":"Talks","date":"2015-03-01","year":"2010","text":"Seoul and Tokyo agreed."}"#,
        #"{"id":"b","title":"An end","date":"2015-03-03","year":"2012","text":"South Korea and Japan met."}"#,
        #"{"id":"c","title":"zest","date":"2017-06-02","year":"2014","text":"Ankara again."}"#,
        #"{"id":"d","title":"Zebra","text":"Seoul alone, in a text of a few more words than others."}"#,
    ]
    try folder.write("news.jsonl", rows.joined(separator: "\n"))
    let result = try Program.run(
        "index", "news.jsonl", "--facet-field", "year", "--index", ".dossier", "-q", in: folder.path)
    try #require(result.status == 0, "\(result.errors)")
    return folder
}

@Suite("Facets on the command line")
struct FacetCommandTests {
    @Test("Days, months and years are counted in order, as a table, as bars and as comma-separated values")
    func dates() throws {
        let folder = try newsFolder()
        let years = try Program.run("facets", "date", in: folder.path)
        #expect(years.output == "date\n  2  2015\n  0  2016\n  1  2017\n")
        let limited = try Program.run("facets", "--csv", "--limit", "0", in: folder.path)
        #expect(limited.output == "facet,id,label,articles\r\n")
        let days = try Program.run("facets", "date", "--by", "day", "--to", "2015", "--csv", in: folder.path)
        #expect(
            days.output
                == "facet,id,label,articles\r\ndate,2015-03-01,2015-03-01,1\r\ndate,2015-03-02,2015-03-02,0\r\n"
                + "date,2015-03-03,2015-03-03,1\r\n")
        let bars = try Program.run("facets", "date", "--plot", in: folder.path).output.split(separator: "\n")
        #expect(bars[1] == "  2  " + String(repeating: "█", count: 24) + "  2015")
        #expect(
            bars[3] == "  1  " + String(repeating: "█", count: 12) + String(repeating: " ", count: 12)
                + "  2017")
        let wrong = try Program.run("facets", "country", "--by", "day", in: folder.path)
        #expect(wrong.status == 2 && wrong.errors.contains("facets date"))
    }

    @Test("Lengths and facets of numbers are counted by ranges, and filtered by them")
    func ranges() throws {
        let folder = try newsFolder()
        let lengths = try Program.run("facets", "length", "--ranges", "..5,6..", in: folder.path)
        #expect(lengths.output == "length\n  3  ..5\n  1  6..\n")
        let years = try Program.run("facets", "year", "--ranges", "2010..2012,2013..", in: folder.path)
        #expect(years.output == "year\n  2  2010..2012\n  1  2013..\n")
        let found = try Program.run("search", "--facet", "year=2011..", "--json", in: folder.path).json()
        #expect(found["total"] as? Int == 2)
        let wrong = try Program.run("facets", "country", "--ranges", "1..2", in: folder.path)
        #expect(wrong.status == 2 && wrong.errors.contains("no country is a number"))
    }

    @Test("Chosen values are marked among what else could be chosen; excluded ones are left out")
    func choices() throws {
        let folder = try newsFolder()
        let any = try Program.run("facets", "country", "--any-of", "country=JP,TR", in: folder.path)
        #expect(any.output == "country\n  3  South Korea (KR)\n  2  ✓ Japan (JP)\n  1  ✓ Türkiye (TR)\n")
        let not = try Program.run("facets", "country", "--not", "country=JP", in: folder.path)
        #expect(not.output == "country\n  1  South Korea (KR)\n  1  Türkiye (TR)\n")
        let some = try Program.run("facets", "country", "--match", "KOR", "--json", in: folder.path).json()
        let values = try #require((some["facets"] as? [String: [[String: Any]]])?["country"])
        #expect(values.map { $0["id"] as? String } == ["KR"])
        let pairs = try Program.run("facets", "pair", in: folder.path)
        #expect(pairs.output == "pair\n  2  Japan – South Korea (JP–KR)\n")
    }

    @Test("Sorted hits are printed page by page")
    func pages() throws {
        let folder = try newsFolder()
        var titles: [String] = []
        var place: [String] = []
        repeat {
            let page = try Program.run(
                ["search", "--from", "2015", "--sort", "title", "--limit", "2", "--json"] + place,
                in: folder.path
            ).json()
            titles += (page["hits"] as? [[String: Any]] ?? []).compactMap { $0["title"] as? String }
            place = (page["next"] as? String).map { ["--after", $0] } ?? []
        } while !place.isEmpty
        #expect(titles == ["An end", "Talks", "zest"])
        let first = try Program.run("search", "seoul", "--sort", "-date", "-n", "1", in: folder.path)
        #expect(first.output.hasPrefix("1. Talks\n"))
        let line = try #require(first.output.split(separator: "\n").last)
        let next = try #require(line.split(separator: " ").last.map(String.init))
        #expect(line.hasPrefix("total: 2 articles, here 1; more with --after "))
        let second = try Program.run(
            "search", "seoul", "--sort", "-date", "-n", "1", "--after", next, in: folder.path)
        #expect(second.output.hasPrefix("2. Zebra\n"))
        let other = try Program.run("search", "tokyo", "--after", next, in: folder.path)
        #expect(other.status == 2 && other.errors.contains("has changed"))
    }
}
