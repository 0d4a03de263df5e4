import Foundation
import Testing

@testable import Dossier
@testable import dossier_cli

private func texts(_ words: String...) -> [String] {
    guard case .list(let candidates, _) = completions(of: words) else { return [] }
    return candidates.map(\.text)
}

@Test("Every command, and of each every option, is offered, with words that tell what it is")
func everythingIsOffered() {
    #expect(texts("") == Command.all.map(\.name))
    for command in Command.all {
        guard case .list(let candidates, _) = completions(of: [command.name, "--"]) else {
            Issue.record("\(command.name) has no options")
            continue
        }
        #expect(candidates.map(\.text) == command.options.map { "--\($0.name)" }, "\(command.name)")
        #expect(candidates.allSatisfy { !$0.summary.isEmpty }, "\(command.name)")
    }
}

@Test(
    "Behind an option stands what completes it, with an equals sign too; behind two dashes there are no options"
)
func valuesAreOffered() {
    #expect(texts("sea") == ["search"])
    #expect(texts("search", "--color", "a") == ["auto", "always"])
    #expect(texts("search", "grain", "--color=al") == ["--color=always"])
    #expect(texts("optimize", "--order", "") == ["similarity", "date", "source"])
    #expect(texts("completions", "") == ["bash", "zsh", "fish"])
    #expect(texts("help", "sho") == ["show"])
    #expect(completions(of: ["index", ""]) == .files)
    #expect(completions(of: ["search", "-i", ""]) == .folders)
    #expect(completions(of: ["search", "--overlay=x"]) == .files)
    #expect(texts("search", "--", "--c").isEmpty)
    #expect(texts("search", "--limit", "--").isEmpty)
    #expect(texts("nothing", "--").isEmpty)
}

@Test("A value is offered by the beginning of its id or of a word of its label, in any case")
func valuesByBeginning() {
    func value(_ id: String, _ label: String) -> FacetCounts.Value {
        FacetCounts(facet: "country", id: id, label: label).values[0]
    }
    let values = [value("KR", "South Korea"), value("KP", "North Korea"), value("US", "United States")]
    func offered(_ start: String) -> [Candidates.Candidate] {
        guard
            case .list(let list, isCut: false) = candidates(
                among: values, beginning: start, folding: { $0.map { $0.lowercased() } })
        else {
            return []
        }
        return list
    }
    #expect(offered("kor").map(\.text) == ["South Korea", "North Korea"])
    #expect(offered("south k").map(\.text) == ["South Korea"])
    #expect(offered("kp").map(\.text) == ["KP"])
    #expect(offered("kp").map(\.summary) == ["North Korea, 3 articles"])
    #expect(offered("").count == 3)
    #expect(offered("orea").isEmpty)
}

@Test("Of too many candidates the first are offered, and the shell is told that there are more")
func cutCandidates() {
    let all = (1...Candidates.limit + 1).map { Candidates.Candidate("\($0)") }
    #expect(Candidates(first: all.dropLast()) == .list(Array(all.dropLast())))
    #expect(Candidates(first: all) == .list(Array(all.dropLast()), isCut: true))
    #expect(Candidates.list([.init("a", "b")], isCut: true).text == "a\tb\n:more\n")
    #expect(
        Candidates.list([.init("a")]).and(.list([.init("b")], isCut: true))
            == .list([.init("a"), .init("b")], isCut: true))
}

@Test(
    "The end of a query is a word, a name and what follows it, or what stands in an open quote",
    arguments: [
        ("sanc", "|-|sanc"), ("", "|-|"), ("grain sanc", "grain |-|sanc"), ("(a OR -kor", "(a OR -|-|kor"),
        ("(kor", "(|-|kor"), ("+title:se", "+|title|se"), ("a about:country:k", "a |about:country|k"),
        ("sino-rus", "|-|sino-rus"),
        (#""trade w"#, #""|-|trade w|open"#), (#"-"wa"#, #"-"|-|wa|open"#),
        (#"grain country:"South K"#, #"grain country:"|country|South K|open"#),
        (#"title:"trade w"#, #"title:"|title|trade w|open"#),
        (#"country:"KR" sanc"#, #"country:"KR" |-|sanc"#),
        (#"country:South\ K"#, #"|country|South\ K"#), (#"\"sanc"#, #"|-|\"sanc"#),
    ])
func queryParts(query: String, expected: String) {
    let part = QueryPart(query)
    #expect(
        [part.start, part.name ?? "-", part.text].joined(separator: "|") + (part.isQuoted ? "|open" : "")
            == expected)
}

@Test("Words behind the name of a facet may be one value's, whose quotes a shell has taken")
func unquotedValues() {
    let part = QueryPart(unquotedValueIn: "grain (country:United Arab E")
    #expect(part == QueryPart(start: "grain (", name: "country", text: "United Arab E", isQuoted: false))
    #expect(QueryPart(unquotedValueIn: "country:Uni") == nil)
    #expect(QueryPart(unquotedValueIn: #"country:"South Korea" K"#) == nil)
    #expect(QueryPart(unquotedValueIn: "grain sanc") == nil)
}

@Test(
    "Bash is given what stands in place of the part of a word that it takes for one, with its signs escaped",
    arguments: [
        ("country:sou", ":=", #"country:"South Korea""#, #"\"South\ Korea\""#),
        ("country:sou", "=", #"country:"South Korea""#, #"country:\"South\ Korea\""#),
        ("--country=sou", ":=", "--country=South Korea", #"South\ Korea"#),
        ("'grain country:sou", ":=", "grain country:Cote d'Or", #"grain country:Cote d'\''Or"#),
        (#"country:"sou"#, ":=", #"country:"South Korea""#, #"\"South Korea\"""#),
        (#""sou"#, ":=", "South $Korea", #"South \$Korea"#),
        (#"South\ k"#, ":=", "South Korea", #"South\ Korea"#),
        (#"country:\"sou"#, ":=", #"country:"South Korea""#, #"\"South\ Korea\""#),
        ("se", ":=", "séoul_1", "séoul_1"),
    ])
func bashWords(typed: String, breaks: String, candidate: String, expected: String) {
    #expect(BashWord(typed, breaks: breaks).replacement(by: candidate) == expected)
}

@Test("Bash puts in what all begin with only where that goes on with what was typed, and all are there")
func bashInsertion() {
    let word = BashWord("sou", breaks: ":=")
    func text(_ texts: String..., isCut: Bool = false) -> String {
        Candidates.list(texts.map { .init($0) }, isCut: isCut).text(forBash: word)
    }
    #expect(text("South", "Southern") == "South\nSouthern\n")
    #expect(text("South", "Southern", isCut: true) == "South\nSouthern\n \n")
    #expect(text("South", "Deep South") == "South\nDeep\\ South\n \n")
    #expect(text("Deep South") == "Deep\\ South\n")
    #expect(Candidates.files.text(forBash: word) == ":files\n")
}

extension FacetCounts {
    fileprivate init(facet: String, id: String, label: String) {
        self.init(facet: facet, values: [Value(id: id, label: label, facet: facet, count: 3)])
    }
}

@Test("Words are taken as a shell reads them, one that is still open too")
func wordsAreUnquoted() {
    #expect(unquotedWord(#"South\ Korea"#) == "South Korea")
    #expect(unquotedWord(#""South K"#) == "South K")
    #expect(unquotedWord(#"'a"b\c'd"#) == #"a"b\cd"#)
    #expect(unquotedWord("") == "")
}

@Test(
    "Facets and their values in the index are offered, behind a colon and an equals sign as behind an option")
func facetsOfIndex() throws {
    let folder = try sampleFolder()
    let news = folder.path + "/news"
    func offered(_ words: String...) throws -> [String] {
        let result = try Program.run(["complete"] + words, in: news)
        #expect(result.status == 0 && result.errors.isEmpty)
        return result.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
    }
    #expect(try offered("--facet", "country", "kor") == ["South Korea"])
    #expect(try offered("--", "search", "--actor", "Sou") == ["South Korea"])
    #expect(try offered("--", "search", "grain", "country:tur") == ["country:Türkiye"])
    #expect(try offered("--", "search", "(country:kr").first == "(country:KR")
    #expect(try offered("--", "search", "coun").first == "country:")
    #expect(try offered("--", "search", "country:sou") == [#"country:"South Korea""#])
    #expect(try offered("--escaped", "--", "search", "country:sou") == [#"country:South\ Korea"#])
    #expect(try offered("--", "search", "'country:\"sou") == [#"country:"South Korea""#])
    // What the shell itself takes for the quote.
    #expect(try offered("--", "search", #"country:"South k"#) == [#"country:"South Korea""#])
    #expect(try offered("--", "search", "--any-of", "country=KR,tur") == ["country=KR,Türkiye"])
    #expect(try offered("--", "search", "--sort", "-da") == ["-date"])
    #expect(try offered("--", "search", "--sort", "-cou") == ["-country"])
    #expect(try offered("--", "search", "--facet", "country=unit") == ["country=United States"])
    #expect(try offered("--", "facets", "cou") == ["country"])
    #expect(try offered("--", "search", "--index", "nowhere", "--country", "").isEmpty)
    let elsewhere = try Program.run(
        ["complete", "--", "search", "--index", news, "--country", "kor"], in: NSTemporaryDirectory())
    #expect(elsewhere.output == "South Korea\tKR, 1 article\n")
}

@Test(
    "Words are offered by the articles that have them, articles by their ids and titles, saved queries by name"
)
func wordsAndArticles() throws {
    let folder = try sampleFolder()
    let news = folder.path + "/news"
    #expect(try Program.run("saved", "korea", "country:KR OR seoul", in: news).status == 0)
    func offered(_ words: String...) throws -> String {
        let result = try Program.run(["complete", "--"] + words, in: news)
        #expect(result.status == 0 && result.errors.isEmpty)
        return result.output
    }
    #expect(try offered("search", "sa") == "saved:\ta saved query\nsaid\t2 articles\n")
    #expect(try offered("search", #"'"hill ra"#) == "\"hill radar\t1 article\n")
    #expect(try offered("search", "title:s") == "title:straits\t1 article\n")
    #expect(try offered("search", #"'a title:"on the h"#) == "a title:\"on the hill\t1 article\n")
    #expect(try offered("search", "author:j") == "author:jane\t1 article\n")
    #expect(
        try offered("search", "zone:b").split(separator: "\n").map { $0.dropLast() } == [
            "zone:body", "zone:byline", "zone:biography", "zone:boilerplate",
        ])
    #expect(try offered("search", "+saved:") == "+saved:korea\tcountry:KR OR seoul\n")
    #expect(try offered("saved", "k") == "korea\tcountry:KR OR seoul\n")
    #expect(try offered("saved", "korea", "gr") == "grain\t1 article\n")
    #expect(try offered("show", "") == "news/\t\n")
    let radar = "news/radar.txt\tA radar on the hill\n"
    #expect(try offered("show", "news/r") == radar)
    for command in ["show", "more-like", "explain", "copies"] {
        #expect(try offered(command, "a radar on") == radar, "\(command)")
    }
    #expect(try offered("show", "news/radar.txt", "").isEmpty)
    #expect(try offered("explain", "news/radar.txt", "sa") == "saved:\ta saved query\nsaid\t2 articles\n")
    let commit = try offered("search", "--at", "")
    #expect(commit.hasSuffix(", 2 articles\n") && commit.prefix { $0 != "\t" }.count == 12)
    #expect(try offered("unpin", "") == commit)
}

@Test("Each shell reads its script, where the shell is installed", arguments: Shell.allCases)
func scriptsAreSound(shell: Shell) throws {
    let folder = try TemporaryFolder()
    try folder.write("script", try Program.run("completions", shell.rawValue).output)
    let installed = ["/bin/", "/usr/bin/"].contains {
        FileManager.default.isExecutableFile(atPath: $0 + shell.rawValue)
    }
    guard installed else { return }
    let result = try Program.run(shell: [shell.rawValue, "-n", "script"], in: folder.path)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
}

@Test("Bash gets words whole, although it takes them apart at colons and equals signs")
func bashCompletes() throws {
    let folder = try sampleFolder()
    try folder.write("script", try Program.run("completions", "bash").output)
    // Words as bash hands them over.
    try folder.write(
        "try",
        #"""
        source ../script
        compopt() { :; }
        try() {
            COMP_LINE=$1 COMP_POINT=${#1}
            shift
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            _dossier
            printf '%s|' "${COMPREPLY[@]}"
            echo
        }
        try "dossier sta" dossier sta
        try "dossier search --act" dossier search --act
        try "dossier search --color=al" dossier search --color = al
        try "dossier search country:sou" dossier search country : sou
        try 'dossier search --actor "South' dossier search --actor '"South'
        try "dossier search --country kor" dossier search --country kor
        try "dossier search --country=" dossier search --country =

        """#)
    let result = try Program.run(shell: ["bash", "../try"], in: folder.path + "/news")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(result.errors.isEmpty)
    #expect(
        lines.prefix(6) == [
            "stats|", "--actor|", "always|", #"\"South\ Korea\"|"#, "South Korea|", #"South\ Korea|"#,
        ])
    #expect(lines.last?.contains(#"United\ States|"#) == true)
}
