import Foundation
import Testing

/// Two pages of one site and their labels in `pages`.
private func labelledPages(_ extraRow: String = "") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    func page(_ title: String, _ author: String, _ day: String, _ paragraphs: [String]) -> String {
        """
        <html><head><title>\(title)</title><meta name="author" content="\(author)">
        <meta property="article:published_time" content="\(day)T08:00:00Z"></head>
        <body><nav><a href="/">Home</a> <a href="/more">More of the news</a></nav>
        <article><h1>\(title)</h1>\(paragraphs.map { "<p>\($0)</p>" }.joined(separator: "\n"))</article>
        <footer>All rights belong to someone.</footer></body></html>
        """
    }
    let grain = [
        "Six ships left the harbour with grain on Monday, the first since the agreement was signed in June.",
        "Their captains were told to keep to the middle of the strait, where no mines have been found so far.",
    ]
    let radar = [
        "The radar that was promised two years ago now stands on the hill, and the village has grown used to it.",
        "What it sees is sent to the capital, where a staff of forty officers keeps watch each night.",
    ]
    try folder.write("pages/html/a.html", page("Grain at sea", "Ann Lee", "2022-08-01", grain))
    try folder.write("pages/html/b.html", page("A radar", "Bo Roy", "2022-08-02", radar))
    let rows = [
        "{\"id\":\"grain\",\"html\":\"html/a.html\",\"gold_text\":\"\(grain.joined(separator: "\\n\\n"))\","
            + "\"title\":\"Grain at Sea\",\"author\":\"Ann Lee\",\"date\":\"2022-08-01\"}",
        "{\"html\":\"html/b.html\",\"gold_text\":\"\(radar[0])\",\"author\":\"Bo Roy\",\"date\":\"2022-08-03\"}",
    ]
    try folder.write("pages/manifest.jsonl", (rows + [extraRow]).joined(separator: "\n"))
    return folder
}

@Test("An evaluation prints each measure, and F1, precision and recall last")
func evaluationPrintsScores() throws {
    let folder = try labelledPages()
    let result = try Program.run(
        "eval", "extraction", "pages/manifest.jsonl", "--worst", "1", in: folder.path)
    #expect(result.status == 0 && result.errors.isEmpty)
    // The second text has 36 shingles, of which 18 were wanted.
    let expected = """
        F1 0.667 precision 0.500 recall 1.000  manifest.jsonl:2  html/b.html

        pages         2
        shingles      F1 0.857 precision 0.750 recall 1.000  of 2
        bag of words  F1 0.870 precision 0.769 recall 1.000  of 2
        title         exact 0.000 (0)  normalised 1.000 (1)  of 1
        author        exact 1.000 (2)  normalised 1.000 (2)  of 2
        date          exact 0.500 (1)  normalised 0.500 (1)  of 2
        F1 0.857 precision 0.750 recall 1.000

        """
    #expect(result.output == expected)
}

@Test("An evaluation names what it cannot read, and its JSON has a line a page and the totals last")
func evaluationPrintsJSON() throws {
    let folder = try labelledPages("{\"html\":\"html/c.html\",\"with\":[\"a\"],\"without\":[\"b\",\"c\"]}")
    let result = try Program.run("eval", "extraction", "manifest.jsonl", "--json", in: folder.path + "/pages")
    #expect(result.status == 3 && result.errors.contains("not read: html/c.html: "))
    let lines = try result.output.split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(lines.count == 4)
    #expect(lines[0]["id"] as? String == "grain" && lines[0]["problem"] is NSNull)
    let author = try #require(lines[0]["author"] as? [String: Any])
    #expect(author["match"] as? String == "exact" && author["found"] as? [String] == ["Ann Lee"])
    #expect(lines[2]["problem"] is String && lines[2]["shingles"] is NSNull)
    #expect(lines[3]["pages"] as? Int == 3 && lines[3]["unread"] as? Int == 1)
    #expect(lines[3]["precision"] as? Double == 0.75 && lines[3]["recall"] as? Double == 1)
    let segments = try #require(lines[3]["segments"] as? [String: Any])
    #expect(segments["falseNegatives"] as? Int == 1 && segments["trueNegatives"] as? Int == 2)
}

@Test("An evaluation of what cannot be evaluated is refused")
func evaluationsAreKnown() throws {
    #expect(try Program.run("eval", "layout", "a.jsonl").errors.contains("extraction"))
    #expect(try Program.run("eval", "extraction").status == 2)
    let missing = try Program.run("eval", "extraction", "/none.jsonl")
    #expect(missing.status == 2 && missing.errors.contains("/none.jsonl: "))
}
