import Foundation
import JSONValues
import PluginAPI
import Testing

@testable import Dossier
@testable import dossier_cli

/// Articles with all that is hard to write.
private func hardFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let records: [[String: Any]] = [
        [
            "id": "a", "title": #"Radar, "grain" & 100% of {it} \ $5 #1_~^"#, "text": "The radar stands.",
            "authors": ["Jane Döring", "Ministry of Trade and Industry"], "date": "2017-03-03",
            "publisher": "Äther & Co", "url": "https://a.org/x{1}?q=ü", "language": "en",
        ],
        ["id": "b", "title": "Radar\nin two lines", "text": "A radar.", "date": "2017-03-04"],
        ["id": "c,\"c", "title": "", "text": "Radar, without a title", "url": "https://c.org/"],
        ["id": "d", "title": "Radar in two lines", "text": "A radar again."],
        ["id": "e", "title": "Radar in two lines", "text": "A radar again, and again."],
    ]
    let lines = try records.map { try JSONSerialization.data(withJSONObject: $0) + Data("\n".utf8) }
    try folder.write("in.jsonl", lines.reduce(Data(), +))
    let fields =
        "id=id,title=title,text=text,authors=authors,date=date,publisher=publisher,url=url,language=language"
    let result = try Program.run("index", "in.jsonl", "--fields", fields, in: folder.path)
    try #require(result.status == 0, "\(result.errors)")
    return folder
}

/// Reads comma-separated values by RFC 4180, strictly.
private func records(_ text: String) throws -> [[String]] {
    var (records, fields, field) = ([[String]](), [String](), "")
    var rest = text.unicodeScalars[...]
    while !rest.isEmpty {
        if rest.first == "\"" {
            rest.removeFirst()
            while let scalar = rest.popFirst() {
                if scalar == "\"" {
                    guard rest.first == "\"" else { break }
                    rest.removeFirst()
                }
                field.unicodeScalars.append(scalar)
            }
        } else {
            while let scalar = rest.first, scalar != ",", scalar != "\r" {
                try #require(scalar != "\"" && scalar != "\n")
                field.unicodeScalars.append(rest.removeFirst())
            }
        }
        fields.append(field)
        field = ""
        if rest.popFirst() == "," { continue }
        try #require(rest.popFirst() == "\n")
        records.append(fields)
        fields = []
    }
    return records
}

@Test("Whatever fields hold, comma-separated values read back the same")
func csvRoundTrips() throws {
    let fields = ["", "a", "a,b", "\"", "\"\u{301}é\"\"", "x\r\ny", "\n", " b ", "\u{1F1F0}\u{1F1F7},"]
    #expect(try records(csvLine(fields) + csvLine(["z"])) == [fields, ["z"]])
}

@Test("Every form of output has the hits that --json has, in its order")
func formsAgree() throws {
    let folder = try hardFolder()
    func output(_ words: String...) throws -> String {
        let result = try Program.run(["search", "radar", "--limit", "all"] + words, in: folder.path)
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        return result.output
    }
    let json = try JSONValue(parsing: Array(try output("--json").utf8))
    guard case .object(let whole) = json, case .array(let hits)? = whole["hits"] else { fatalError() }
    let ids = hits.compactMap { hit -> String? in
        guard case .object(let members) = hit, case .string(let id)? = members["id"] else { return nil }
        return id
    }
    #expect(ids.sorted() == ["a", "b", "c,\"c", "d", "e"])

    let lines = try output("--jsonl").split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
    #expect(lines.count == ids.count + 1)
    for (number, (line, hit)) in zip(lines, hits).enumerated() {
        guard case .object(let line) = line, case .object(let hit) = hit else { fatalError() }
        let start: [JSONObject.Member] = [
            .init("schema", .integer(1)), .init("type", .string("hit")), .init("rank", .integer(number + 1)),
        ]
        #expect(line.members.map(\.name) == (start + hit.members).map(\.name))
        #expect(line.members.map(\.value) == (start + hit.members).map(\.value))
    }
    guard case .object(let summary)? = lines.last else { fatalError() }
    #expect(summary["total"] == .integer(5) && summary["facets"] == whole["facets"])

    let table = try records(try output("--csv"))
    #expect(table.map(\.count) == Array(repeating: 11, count: 6))
    #expect(table.dropFirst().map { $0[1] } == ids)
    #expect(table.dropFirst().map { $0[0] } == (1...5).map(String.init))
    let ris = try output("--ris").split(separator: "\r\n").filter { $0.hasPrefix("ID  - ") }
    #expect(ris.map { String($0.dropFirst(6)) } == ids)
    #expect(try output("--bibtex").split(separator: "\n").count { $0.hasPrefix("@") } == 5)
}

@Test("A list that is not the whole says so beside it, and --limit all is the whole")
func partsAreTold() throws {
    let folder = try hardFolder()
    let part = try Program.run("search", "radar", "--limit", "2", "--csv", in: folder.path)
    #expect(part.errors == "dossier: 2 of 5 articles; --limit all writes all.\n")
    #expect(try records(part.output).count == 3)
    let rest = try Program.run("search", "radar", "--limit", "all", "--offset", "2", "--csv", in: folder.path)
    #expect(try records(rest.output).dropFirst().map { $0[0] } == ["3", "4", "5"])
    let none = try Program.run("search", "zeppelin", "--bibtex", in: folder.path)
    #expect(none.status == 1 && none.output.isEmpty)
}

@Test("A reference in RIS has a tag a line, its kind first and its end last")
func risRecords() throws {
    let folder = try hardFolder()
    let text = try Program.run("search", "radar", "--limit", "all", "--ris", in: folder.path).output
    #expect(!text.contains { $0 == "\n" || $0 == "\r" })
    let references = text.split(separator: "\r\n\r\n").map { $0.split(separator: "\r\n").map(String.init) }
    #expect(references.count == 5)
    for lines in references {
        #expect(lines.first?.hasPrefix("TY  - ") == true && lines.last == "ER  - ")
        for line in lines { #expect(line.wholeMatch(of: /[A-Z][A-Z0-9]  - .*/) != nil, "\(line)") }
    }
    let first = try #require(references.first { $0.contains("ID  - a") })
    #expect(
        first == [
            "TY  - NEWS", "ID  - a", #"TI  - Radar, "grain" & 100% of {it} \ $5 #1_~^"#, "AU  - Jane Döring",
            "AU  - Ministry of Trade and Industry", "T2  - Äther & Co", "PB  - Äther & Co", "PY  - 2017",
            "DA  - 2017/03/03/", "LA  - en", "UR  - https://a.org/x{1}?q=ü", "ER  - ",
        ])
    #expect(references.contains { $0.contains("TY  - ELEC") && !$0.contains { $0.hasPrefix("TI") } })
    #expect(references.contains { $0.contains("TI  - Radar in two lines") && $0.contains("TY  - GEN") })
}

@Test("In BibTeX keys differ, braces are balanced, and LaTeX sees no command")
func bibTeXEntries() throws {
    let folder = try hardFolder()
    let text = try Program.run("search", "radar", "--limit", "all", "--bibtex", in: folder.path).output
    var depth = 0
    for scalar in text.unicodeScalars {
        depth += scalar == "{" ? 1 : scalar == "}" ? -1 : 0
        #expect(depth >= 0)
        if scalar == "@" { #expect(depth == 0) }
    }
    #expect(depth == 0)
    let keys = text.matches(of: /@(?:article|misc)\{([a-z0-9-]+),/).map { String($0.1) }
    #expect(keys.count == 5 && Set(keys).count == 5, "\(keys)")
    #expect(keys.contains("doring2017radar"))
    for line in [
        "author = {Jane Döring and {Ministry of Trade and Industry}},",
        ##"title = {{Radar, "grain" \& 100\% of \textbraceleft{}it\textbraceright{} \textbackslash{} \$5 \#1\_\textasciitilde{}\textasciicircum{}}},"##,
        #"journal = {Äther \& Co},"#, "year = {2017},", "month = mar,", "day = {3},",
        "url = {https://a.org/x%7B1%7D?q=%C3%BC},", "langid = {en},",
    ] {
        #expect(text.contains("\n  " + line + "\n"), "\(line)")
    }
}
