import TestSupport
import Testing

@Test(
    "Where nothing is found, it is told what is not right, what may be meant, and what each part finds alone")
func advice() throws {
    let folder = try sampleFolder()
    let news = folder.path + "/news"
    for (words, expected) in [
        (["raddar"], "did you mean: radar\n"),
        (["radar", "AND", "zebra"], "each part alone:\n  1  radar\n  0  zebra\n"),
        (["zebra", "--country", "KR"], "each part alone:\n  0  zebra\n  1  country:KR\n"),
        (["\"zebra crossing"], "dossier: The quotation mark is not closed. The phrase goes on to the end.\n"),
        (["zebra"], ""),
    ] {
        let result = try Program.run(["search"] + words, in: news)
        #expect(result.status == 1 && result.output == "no article matches\n", "\(words)")
        #expect(result.errors == expected, "\(words)")
        // A program is told how the query was read, and given no advice.
        let told = try Program.run(["search", "--json"] + words, in: news).errors
        #expect(told == (expected.hasPrefix("dossier: ") ? expected : ""), "\(words)")
    }
}

@Test("A query is saved under a name, searched by it, printed and deleted")
func savedQueries() throws {
    let folder = try sampleFolder()
    let news = folder.path + "/news"
    func run(_ words: String...) throws -> (Int32, String, String) {
        let result = try Program.run(["saved"] + words, in: news)
        return (result.status, result.output, result.errors)
    }
    #expect(try run() == (0, "no query is saved\n", ""))
    #expect(try run("korea", "country:KR", "OR", "seoul") == (0, "", ""))
    #expect(try run("ships", "\"ships").2.contains("The quotation mark is not closed."))
    #expect(try run() == (0, "korea = country:KR OR seoul\nships = \"ships\n", ""))
    #expect(try run("korea") == (0, "country:KR OR seoul\n", ""))
    let found = try Program.run("search", "saved:korea AND radar", in: news)
    #expect(found.output.hasPrefix("1. A radar on the hill\n"))
    for (words, reason) in [
        (["--delete"], "Say which query to delete."), (["--delete", "korea", "x"], "one word too many"),
        (["grain"], "There is no saved query ‘grain’."), (["a b", "x"], "no name for a query"),
        (["--delete", "grain"], "There is no saved query ‘grain’."),
    ] {
        let result = try Program.run(["saved"] + words, in: news)
        #expect(result.status == 2 && result.errors.contains(reason), "\(words): \(result.errors)")
    }
    #expect(try run("--delete", "korea") == (0, "", ""))
    #expect(try run() == (0, "ships = \"ships\n", ""))
}

@Test("What an overlay gives an article is told so, and what words give by them")
func givenEvidence() throws {
    let folder = try sampleFolder()
    try folder.write("changes.tsv", "add\tcountry:FR\tdocument\tnews/radar.txt\n")
    let shown = try Program.run(
        "show", "news/radar.txt", "--facets", "--overlay", "../changes.tsv", in: folder.path + "/news")
    #expect(shown.output.contains("\ncountry FR France: given by the overlay\n"))
    #expect(shown.output.contains("\ncountry US United States: Washington ×1 (capital as government)\n"))
}
