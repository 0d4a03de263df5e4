import Foundation
import Testing

/// The same words on three days and on none.
private func indexedFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
        "news.jsonl",
        """
        {"id":"old","title":"Harbour","date":"2014-05-01","text":"The grain treaty of the harbour was signed."}
        {"id":"new","title":"Harbour","date":"2020-05-01","text":"The grain treaty of the harbour was signed."}
        {"id":"none","title":"Harbour","text":"The grain treaty of the harbour was signed."}
        {"id":"far","title":"Capital","date":"2020-04-01","text":"Grain left the harbour, long before and far away from here, as any treaty tells."}

        """)
    try #require(try Program.run("index", "news.jsonl", in: folder.path).status == 0)
    return folder
}

private func found(_ words: String..., in folder: TemporaryFolder) throws -> [String] {
    let result = try Program.run(["search"] + words + ["--json"], in: folder.path)
    let hits = try #require(try result.json()["hits"] as? [[String: Any]])
    return hits.compactMap { $0["id"] as? String }
}

@Suite("Options that rank")
struct RankingOptionTests {
    @Test("lift what is near a day, and what is preferred, whatever is searched for")
    func lifting() throws {
        let folder = try indexedFolder()
        for words in [["treaty"], ["*"], ["--to", "2030"]] {
            func first(_ options: String...) throws -> String? {
                let result = try Program.run(["search"] + words + options + ["--json"], in: folder.path)
                return (try result.json()["hits"] as? [[String: Any]])?.first?["id"] as? String
            }
            #expect(try first("--recency", "30^9", "--recency-from", "2014-06") == "old")
            #expect(try first("--recency-from", "2020-05-01", "--recency", "30^9") == "new")
            #expect(try first("--prefer", "date:2020-04^9") == "far")
            #expect(try first("--prefer", "title:harbour^0.1") == "far")
            #expect(try first("--prefer", "date:2020^3", "--prefer", "capital^0.5") == "new")
        }
        #expect(try found("grain treaty", "--proximity", "2", in: folder).last == "far")
    }

    @Test("are explained by parts")
    func explanation() throws {
        let folder = try indexedFolder()
        let told = try Program.run(
            "explain", "new", "grain treaty", "--recency", "30", "--recency-from", "2020-05-31", "--prefer",
            "date:2020", "--proximity", "0.5", in: folder.path)
        let lines = told.output.split(separator: "\n")
        #expect(lines.first?.hasSuffix("  product of") == true && lines[1].hasSuffix("  sum of"))
        for part in [
            "‘grain (en stem)’ NEAR/6 ‘treati (en stem)’ in body", "0.5 of the weight of the lighter one",
            "  2  preferred: date:2020", "  1.500000  recency, 1 + weight", "    30  half-life in days",
        ] {
            #expect(told.output.contains(part), "\(part): \(told.output)")
        }
    }

    @Test("are cited with the day that they count from")
    func citation() throws {
        let folder = try indexedFolder()
        func repeating(_ options: String...) throws -> String? {
            let result = try Program.run(["search", "treaty", "--cite"] + options, in: folder.path)
            return result.output.split(separator: "\n").first { $0.hasPrefix("repeat: ") }.map(String.init)
        }
        let today = try #require(try repeating("--recency", "30^2", "--prefer", "title:harbour^3"))
        #expect(
            today.contains(
                #/treaty --recency '30\^2' --prefer 'title:harbour\^3' --recency-from 20\d\d-\d\d-\d\d$/#),
            "\(today)")
        let given = try #require(try repeating("--recency-from", "2014-06", "--recency", "30"))
        #expect(given.hasSuffix("treaty --recency-from 2014-06 --recency 30"), "\(given)")
    }

    @Test("that are wrong are told")
    func complaints() throws {
        let folder = try indexedFolder()
        for (option, value, message) in [
            ("--recency", "month", "‘month’ is not of the form DAYS or DAYS^W"),
            ("--recency", "30^x", "‘x’ behind the ^ of ‘30^x’ is not a number"),
            ("--recency", "0", "The half-life of recency, in days, is from 0.01"),
            ("--recency", "30^1000", "The weight of recency is from 0.01"),
            ("--recency-from", "may", "‘may’ is not a date"),
            ("--prefer", "grain^much", "‘much’ behind the ^ of ‘grain^much’ is not a number"),
            ("--prefer", "grain^0", "The weight of ‘grain’ is from 0.01 to 100.0, not 0.0"),
            ("--prefer", "", "this one is empty"),
            ("--prefer", "country:nowhere", "No country is named ‘nowhere’"),
            ("--proximity", "-1", "‘-1’ is not a number from 0.0 to 100.0"),
            ("--proximity", "0.001", "The weight of proximity is from 0.01"),
        ] {
            let result = try Program.run("search", "grain", option, value, in: folder.path)
            #expect(result.status == 2 && result.errors.contains(message), "\(value): \(result.errors)")
        }
    }

    @Test("may stand in the config file, and go with a page to the next one")
    func configuration() throws {
        let folder = try indexedFolder()
        try folder.write(
            "config", "search.recency = 30^9\nrecency-from = 2014-06\nsearch.prefer = capital^0.5\n")
        func run(_ words: String...) throws -> [String: Any] {
            try Program.run(
                ["search", "treaty", "--json", "--limit", "1"] + words, in: folder.path,
                environment: ["DOSSIER_CONFIG": folder.path + "/config"]
            ).json()
        }
        let first = try run()
        #expect((first["hits"] as? [[String: Any]])?.first?["id"] as? String == "old")
        let next = try #require(first["next"] as? String)
        #expect((try run("--after", next)["hits"] as? [[String: Any]])?.count == 1)
        let other = try Program.run("search", "treaty", "--limit", "1", "--after", next, in: folder.path)
        #expect(other.status == 2 && other.errors.contains("the request has changed"), "\(other.errors)")
    }
}
