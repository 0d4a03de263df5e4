import Foundation
import Testing

private let records = """
    {"id":"r1","title":"On Oslo","text":"Oslo spoke.","countries":["no","se"],"section":"World"}
    {"id":"r2","title":"On Lima","text":"Lima spoke.","countries":"pe","section":"World"}
    {"id":"r3","title":"On rain","text":"It rained.","countries":["no",{"code":"xx"},""],"section":7}

    """

@Test("Fields of records become facets to count, filter by and show, and the index remembers them")
func facetFields() throws {
    let folder = try TemporaryFolder()
    try folder.write("news.jsonl", records)
    let first = try Program.run(
        "index", "news.jsonl", "--facet-field", "countries=country-tag", "--facet-field", "section",
        in: folder.path)
    #expect(first.status == 3, "\(first.errors)")
    #expect(first.errors.contains("news.jsonl:3: the value 2 of the facet field countries is no text"))
    #expect(first.errors.contains("news.jsonl:3: a value of the facet country-tag left out: empty"))
    #expect(first.output.contains("3 articles (3 new)"))

    let search = try Program.run("search", "--facet", "country-tag=no", "--json", in: folder.path).json()
    #expect(search["total"] as? Int == 2)
    #expect(try Program.run("search", "country-tag:pe", "spoke", "--json", in: folder.path).status == 0)
    let counts = try Program.run("facets", "country-tag", in: folder.path)
    #expect(counts.output == "country-tag\n  2  no\n  1  pe\n  1  se\n")
    let section = try Program.run("facets", "section", "--query", "spoke", in: folder.path)
    #expect(section.output == "section\n  2  World\n")

    let shown = try Program.run("show", "r1", "--facets", in: folder.path)
    #expect(shown.output.contains("country-tag no no: stated by the source\n"))
    let json = try Program.run("show", "r1", "--facets", "--json", in: folder.path).json()
    let tags = (json["facets"] as? [String: [[String: Any]]])?["country-tag"]
    #expect(tags?.map { $0["stated"] as? Bool } == [true, true])
    let explained = try Program.run(
        "explain", "r1", "spoke", "--facet", "country-tag=se", in: folder.path)
    #expect(explained.output.contains("country-tag se, stated by the source"))
    #expect(try Program.run("stats", in: folder.path).output.contains("stated by the sources"))
    #expect(try Program.run("check", in: folder.path).status == 0)

    // The option is not said again.
    let more = #"{"id":"r4","text":"Oslo again.","countries":["no"]}"#
    try folder.write("news.jsonl", records + more + "\n")
    _ = try Program.run("index", "news.jsonl", in: folder.path)
    let again = try Program.run("search", "--facet", "country-tag=no", "--json", in: folder.path).json()
    #expect(again["total"] as? Int == 3)
}

@Test(
    "A facet field that cannot be is refused",
    arguments: ["", "=x", "countries=", "countries=country", "countries=actor", "countries=a b"])
func badFacetFields(field: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("news.jsonl", records)
    let result = try Program.run("index", "news.jsonl", "--facet-field", field, in: folder.path)
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("dossier: "))
    #expect(try Program.run("search", "oslo", in: folder.path).status == 2)
}
