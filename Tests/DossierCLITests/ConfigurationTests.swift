import Dossier
import Foundation
import Testing

@testable import dossier_cli

private func settings(_ text: String, of command: Command = .search) -> ([String: String], [String]) {
    let file = Configuration(text, path: "config")
    var problems = file.problems
    let settings = file.settings(for: command, problems: &problems)
    let pairs = settings.map { ($0.option.name, $0.value) }
    return (Dictionary(pairs) { $1 }, problems)
}

@Test("A line sets an option for every command that has it, or, before those, for one")
func linesSet() {
    let text =
        "\u{FEFF}# mine\r\n limit=5 \nsearch.limit = 20\n\nno-pager = true\nno-color = false\nname = \" a b \"\n"
    #expect(settings(text) == (["limit": "20", "no-pager": ""], []))
    #expect(settings(text, of: .facets) == (["limit": "5", "no-pager": ""], []))
    #expect(settings(text, of: .index).0 == ["name": " a b ", "no-pager": ""])
}

@Test("A line that cannot be used is told with file and line, and the others hold")
func linesAreChecked() {
    let text =
        "limt = 3\nserch.limit = 3\nfacets.offset = 3\nnonsense\nlimit = many\njson = yes\nhelp = true\noffset = 2"
    let (found, problems) = settings(text)
    #expect(found == ["offset": "2"])
    #expect(
        problems == [
            "config:1: there is no option ‘limt’; did you mean limit?",
            "config:2: there is no command ‘serch’; did you mean search?",
            "config:3: there is no option ‘offset’ of facets.",
            "config:4: ‘nonsense’ is not of the form OPTION = VALUE or COMMAND.OPTION = VALUE.",
            "config:7: there is no option ‘help’.",
            "config:5: limit: ‘many’ is not a whole number from 0.",
            "config:6: json: ‘yes’ is neither true nor false.",
        ])
}

@Test("An option on the command line replaces what the file says of it, and --no-NAME takes it back")
func commandLineIsFirst() throws {
    func limit(_ words: String...) throws -> Int? {
        var parser = ArgumentParser(options: Command.search.options, words: words)
        let file = Configuration("limit = 20\nactor = KR", path: "config")
        var problems: [String] = []
        let arguments = try parser.parse { _ in file.settings(for: .search, problems: &problems) }
        #expect(arguments.request.filters.flatMap(\.values) == (words.contains("US") ? ["US"] : ["KR"]))
        return arguments.limit
    }
    #expect(try limit() == 20)
    #expect(try limit("--limit", "3") == 3)
    #expect(try limit("--no-limit") == nil)
    #expect(try limit("--limit", "3", "--no-limit", "--actor", "US") == nil)
    #expect(throws: UsageError.self) { try limit("--no-nothing") }
}

@Test(
    "The config file is found where DOSSIER_CONFIG, XDG_CONFIG_HOME or HOME say, and --no-config leaves it aside"
)
func fileIsFound() throws {
    let folder = try sampleFolder()
    let news = folder.path + "/news"
    try folder.write("home/.config/dossier/config", "json = true\n")
    try folder.write("xdg/dossier/config", "search.jsonl = true\nbad line\n")
    try folder.write("mine", "search.csv = true\n")
    func search(_ environment: [String: String], _ words: String...) throws -> Program.Result {
        let process = try Program.process(
            ["search", "radar"] + words, in: news,
            environment: ["HOME": folder.path + "/home"].merging(environment) { $1 })
        if environment["DOSSIER_CONFIG"] == nil { process.environment?["DOSSIER_CONFIG"] = nil }
        return try Program.finish(process, input: "")
    }
    #expect(try search([:]).output.hasPrefix(#"{"schema":1,"total""#))
    let other = try search(["XDG_CONFIG_HOME": folder.path + "/xdg"])
    #expect(other.output.hasPrefix(#"{"schema":1,"type":"hit""#))
    #expect(other.errors.hasPrefix("dossier: \(folder.path)/xdg/dossier/config:2: ‘bad line’"))
    #expect(try search(["DOSSIER_CONFIG": folder.path + "/mine"]).output.hasPrefix("rank,id"))
    #expect(try search(["DOSSIER_CONFIG": folder.path + "/mine"], "--json").output.hasPrefix("{"))
    for result in [try search([:], "--no-config"), try search(["DOSSIER_CONFIG": ""])] {
        #expect(result.output.hasPrefix("1. A radar"))
    }
    let missing = try search(["DOSSIER_CONFIG": folder.path + "/none"])
    #expect(missing.status == 0 && missing.errors.contains("named by DOSSIER_CONFIG, cannot be read"))
}

@Test(
    "The index is that of --index, else of DOSSIER_INDEX, else of the config file, else the nearest one upward"
)
func indexIsFound() throws {
    let folder = try sampleFolder()
    for name in ["one", "two", "three"] {
        try folder.write("\(name)/a.txt", "On \(name)\n\nWords about radar.\n")
        #expect(try Program.run("index", name, in: folder.path).status == 0)
    }
    try folder.write("news/deep/down/empty", "")
    try folder.write("config", "index = \(folder.path)/three\n")
    func title(_ words: [String] = [], _ environment: [String: String] = [:]) throws -> String {
        let words = ["search", "radar", "--csv"] + words
        let result = try Program.run(words, in: folder.path + "/news/deep/down", environment: environment)
        #expect(result.status == 0, "\(result.errors)")
        return result.output.split(separator: ",").first { $0.hasPrefix("On ") || $0.hasPrefix("A radar") }
            .map(String.init) ?? ""
    }
    let config = ["DOSSIER_CONFIG": folder.path + "/config"]
    let both = config.merging(["DOSSIER_INDEX": folder.path + "/two"]) { $1 }
    #expect(try title() == "A radar on the hill")
    #expect(try title([], config) == "On three")
    #expect(try title([], both) == "On two")
    #expect(try title(["--index", folder.path + "/one"], both) == "On one")
    let shown = try Program.run("config", environment: both)
    #expect(shown.output.contains("index = \(folder.path)/two    # DOSSIER_INDEX\n"))
    #expect(shown.output.contains("index = \(folder.path)/three  # line 1\n"))
}
