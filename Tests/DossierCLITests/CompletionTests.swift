import Foundation
import Testing

@testable import Dossier
@testable import dossier_cli

private func texts(_ words: String...) -> [String] {
    guard case .list(let candidates) = completions(of: words) else { return [] }
    return candidates.map(\.text)
}

@Test("Every command, and of each every option, is offered, with words that tell what it is")
func everythingIsOffered() {
    #expect(texts("") == Command.all.map(\.name))
    for command in Command.all {
        guard case .list(let candidates) = completions(of: [command.name, "--"]) else {
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
    #expect(candidates(among: values, beginning: "kor").map(\.text) == ["South Korea", "North Korea"])
    #expect(candidates(among: values, beginning: "south k").map(\.text) == ["South Korea"])
    #expect(candidates(among: values, beginning: "kp").map(\.text) == ["KP"])
    #expect(candidates(among: values, beginning: "kp").map(\.summary) == ["North Korea, 3 articles"])
    #expect(candidates(among: values, beginning: "").count == 3)
    #expect(candidates(among: values, beginning: "orea").isEmpty)
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
    #expect(try offered("--", "search", "grain", "country:t").allSatisfy { $0.hasPrefix("country:T") })
    #expect(try offered("--", "search", "(country:kr").first == "(country:KR")
    #expect(try offered("--", "search", "coun") == ["country:"])
    #expect(try offered("--", "search", "--facet", "country=unit") == ["country=United States"])
    #expect(try offered("--", "facets", "cou") == ["country"])
    #expect(try offered("--", "search", "--index", "nowhere", "--country", "").isEmpty)
    let elsewhere = try Program.run(
        ["complete", "--", "search", "--index", news, "--country", "kor"], in: NSTemporaryDirectory())
    #expect(elsewhere.output == "South Korea\tKR, 1 article\n")
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
            "stats|", "--actor|", "always|", #"South\ Korea|"#, "South Korea|", #"South\ Korea|"#,
        ])
    #expect(lines.last?.contains(#"United\ States|"#) == true)
}
