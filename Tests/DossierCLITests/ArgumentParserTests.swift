import Dossier
import PluginAPI
import StandardPlugins
import TerminalText
import Testing

@testable import dossier_cli

private func parse(_ words: String...) throws(UsageError) -> Arguments {
    var parser = ArgumentParser(options: Command.search.options, words: words)
    return try parser.parse()
}

private func message(_ words: String..., of command: Command = .search) -> String {
    var parser = ArgumentParser(options: command.options, words: words)
    do throws(UsageError) {
        _ = try parser.parse()
        return "no error"
    } catch {
        return error.description
    }
}

@Test("An option's value stands after a space, an equals sign or, after a letter, nothing")
func valueForms() throws {
    for words in [["--limit", "5"], ["--limit=5"], ["-n", "5"], ["-n5"], ["-n=5"], ["-an5"]] {
        var parser = ArgumentParser(options: Command.search.options, words: ["a"] + words + ["b"])
        let arguments = try parser.parse()
        #expect(arguments.limit == 5, "\(words)")
        #expect(arguments.operands == ["a", "b"], "\(words)")
    }
    #expect(try parse("--facet=topic=a=b").request.filters == [.init(facet: "topic", value: "a=b")])
    #expect(try parse("--actor=").request.filters == [.init(facet: "actor", value: "")])
}

@Test("Filters add up, in the order given")
func filtersRepeat() throws {
    let filters = try parse("--actor", "KR", "--alliance=quad", "--actor", "Japan").request.filters
    #expect(filters.map(\.facet) == ["actor", "alliance", "actor"])
    #expect(filters.map(\.values) == [["KR"], ["quad"], ["Japan"]])
}

@Test("Some values of a facet are parted by commas; a comma in a name has a space or a backslash")
func filtersOfSeveralValues() throws {
    let request = try parse("--any-of", #"country=KR,Korea, Republic of,a\,b"#, "--not=tag=x").request
    #expect(
        request.filters == [
            .init(facet: "country", values: ["KR", "Korea, Republic of", "a,b"]),
            .init(facet: "tag", values: ["x"], isExcluded: true),
        ])
    #expect(request.countsSideways)
    #expect(throws: UsageError.self) { try parse("--not", "KR") }
}

@Test("An order is a key, from the greatest down behind a dash")
func orders() throws {
    #expect(try parse("--sort", "relevance").request.sort == .relevance)
    #expect(try parse("--sort=-date").request.sort == .descending(.date))
    #expect(try parse("--sort", "publisher").request.sort == .ascending(.facet("publisher")))
    for text in ["", "-", "-relevance"] {
        #expect(throws: UsageError.self) { try parse("--sort=\(text)") }
    }
}

@Test("Two dashes end the options, and a single one is a word")
func endOfOptions() throws {
    #expect(try parse("-", "--json", "--", "--limit", "-x").operands == ["-", "--limit", "-x"])
}

@Test("What cannot be understood is told with what was meant")
func mistakesAreExplained() {
    #expect(message("--limti", "3") == "There is no option --limti; did you mean --limit?")
    #expect(message("--lim", "3") == "There is no option --lim; did you mean --limit?")
    #expect(message("-quad") == "There is no option -quad; words that begin with a dash come after --.")
    #expect(message("--limit") == "--limit needs a value: --limit N.")
    #expect(message("--actor", "--json") == "--actor needs a value: --actor VALUE.")
    #expect(message("--json=1") == "--json takes no value.")
    #expect(message("-n", "x") == "-n: ‘x’ is not a whole number from 0.")
    #expect(message("--from", "May") == "--from: ‘May’ is not a date such as 2014, 2014-05 or 2014-05-01.")
    #expect(message("--facet", "KR") == "--facet: ‘KR’ is not of the form NAME=VALUE.")
    #expect(message("--memory", "1X", of: .index) == "--memory: ‘1X’ is not a size such as 512M or 2G.")
    #expect(message("--fields", "id", of: .index).hasPrefix("--fields: ‘id’ is not of the form name=field"))
    #expect(unknownCommand("serach") == "There is no command ‘serach’; did you mean ‘dossier search’?")
    #expect(unknownCommand("frobnicate") == "There is no command ‘frobnicate’; ‘dossier help’ lists them.")
}

@Test("A date may be a day, a month or a year, from its first day to its last")
func dateArguments() throws {
    func range(_ text: String) throws(UsageError) -> String {
        let date = try DateArgument(text)
        return "\(date.first)…\(date.last)"
    }
    #expect(try range("2014") == "2014-01-01…2014-12-31")
    #expect(try range("2016-02") == "2016-02-01…2016-02-29")
    #expect(try range("2016-02-29") == "2016-02-29…2016-02-29")
    for text in ["", "14", "2015-02-29", "2014-13", "2014-1-1-1", "2014-", "+2014", "2014-00", "٢٠١٤"] {
        #expect(throws: UsageError.self, "\(text)") { try DateArgument(text) }
    }
}

@Test("A size is a number with a power of 1024")
func sizes() throws {
    #expect(try byteCount("512M") == 512 << 20)
    #expect(try byteCount("2g") == 2 << 30)
    #expect(try byteCount("64KiB") == 64 << 10)
    #expect(try byteCount("1000") == 1000)
    for text in ["", "M", "0", "-1M", "1.5G", "99999999T"] {
        #expect(throws: UsageError.self, "\(text)") { try byteCount(text) }
    }
}

@Test("In every command options have names and letters of their own and stand in its help")
func optionsAreDocumented() {
    #expect(Set(Command.all.map(\.name)).count == Command.all.count)
    for command in Command.all {
        let names = command.options.map(\.name)
        let letters = command.options.compactMap(\.short)
        #expect(Set(names).count == names.count, "\(command.name)")
        #expect(Set(letters).count == letters.count, "\(command.name)")
        let help = helpText(of: command, width: 80)
        for option in command.options {
            #expect(help.contains(option.usage), "\(command.name) --\(option.name)")
            #expect(option.help.hasSuffix("."))
        }
        for line in help.split(separator: "\n") {
            #expect(columnCount(line) <= 80, "\(command.name): \(line)")
        }
    }
}

@Test("Every facet of actors has an option of its name")
func actorFacetsHaveOptions() throws {
    let names = Option.narrowing.map(\.name)
    for facet in try standardPlugins().facets where facet.manifest.isActor {
        #expect(names.contains(facet.manifest.name))
    }
}
