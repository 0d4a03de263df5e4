import Dossier

extension Command {
    /// What the scripts of `completions` call.
    static let complete = Command(
        name: "complete", summary: "Print what may stand for the last word of a command line.",
        operands: "[WORD…]", operandCount: 0...Int.max,
        details: """
            A line is a candidate, a tab and what it is. The line ‘:files’ or ‘:folders’ asks the shell for paths. With \
            --facet, candidates are the values of a facet in the index.

              dossier complete -- search --actor kor
              dossier complete --facet country kor
            """,
        options: [.completedFacet, .index], run: runComplete)
}

extension Option {
    fileprivate static let completedFacet = value("facet", "NAME", help: "The facet of the value.") {
        $0.completedFacet = $1
    }
}

private func runComplete(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let candidates: Candidates
    if let facet = arguments.completedFacet {
        candidates = values(of: facet, beginning: arguments.operands.first ?? "", in: arguments)
    } else {
        candidates = completions(of: arguments.operands)
    }
    writeOut(candidates.text)
    return .success
}

/// What a shell offers.
enum Candidates: Equatable {
    struct Candidate: Equatable {
        var text: String
        var summary: String

        init(_ text: String, _ summary: String = "") { (self.text, self.summary) = (text, summary) }
    }

    case files
    case folders
    case list([Candidate])

    var text: String {
        switch self {
        case .files: ":files\n"
        case .folders: ":folders\n"
        case .list(let candidates):
            candidates.map { "\(oneLine($0.text))\t\(oneLine($0.summary))\n" }.joined()
        }
    }

    /// Each candidate behind words that stand before it in the same word.
    func behind(_ start: String) -> Candidates {
        guard case .list(let candidates) = self else { return self }
        return .list(candidates.map { Candidate(start + $0.text, $0.summary) })
    }
}

/// What may stand for the last of the words that follow `dossier`, written as for a shell.
func completions(of words: [String]) -> Candidates {
    let last = words.last.map(unquotedWord) ?? ""
    let before = words.dropLast().map(unquotedWord)
    guard let name = before.first else { return commands(beginning: last) }
    guard let command = Command.all.first(where: { $0.name == name }) else { return .list([]) }
    let arguments = readable(before.dropFirst(), of: command)
    let isBehindOptions = before.contains("--")
    if !isBehindOptions, let option = option(before.dropFirst().last ?? "", of: command) {
        return candidates(option.completion, beginning: last, arguments)
    }
    if !isBehindOptions, last.hasPrefix("--"), let equals = last.firstIndex(of: "=") {
        let (start, value) = (String(last[...equals]), String(last[last.index(after: equals)...]))
        guard let option = option(String(start.dropLast()), of: command) else { return .list([]) }
        return candidates(option.completion, beginning: value, arguments).behind(start)
    }
    if !isBehindOptions, last.hasPrefix("-") { return options(of: command, beginning: last) }
    return candidates(command.completion, beginning: last, arguments)
}

/// The option that a word names and that takes the word behind it as its value.
private func option(_ word: String, of command: Command) -> Option? {
    command.options.first { option in
        option.placeholder != nil && (word == "--" + option.name || word == option.short.map { "-\($0)" })
    }
}

/// What the words before say of the index; nothing where they cannot be read.
private func readable(_ words: ArraySlice<String>, of command: Command) -> Arguments {
    // The last may be an option whose value is to be completed.
    for words in [words, words.dropLast()] {
        var parser = ArgumentParser(options: command.options, words: Array(words))
        let arguments = try? parser.parse { Defaults(for: command, isConfigured: !$0("no-config")).settings }
        if var arguments {
            arguments.index = arguments.index.map(expandingHome)
            return arguments
        }
    }
    return Arguments()
}

private func commands(beginning start: String) -> Candidates {
    .list(Command.all.filter { $0.name.hasPrefix(start) }.map { .init($0.name, $0.summary) })
}

private func options(of command: Command, beginning start: String) -> Candidates {
    .list(
        command.options.filter { "--\($0.name)".hasPrefix(start) }
            .map { .init("--\($0.name)", firstSentence($0.help)) })
}

/// Up to the first full stop or semicolon, without it.
func firstSentence(_ text: String) -> String {
    let characters = Array(text)
    let end = characters.indices.first { place in
        ".;".contains(characters[place]) && (place + 1 == characters.count || characters[place + 1] == " ")
    }
    return String(characters[..<(end ?? characters.count)])
}

private func candidates(
    _ completion: Completion, beginning start: String, _ arguments: Arguments
) -> Candidates {
    switch completion {
    case .nothing: .list([])
    case .file: .files
    case .folder: .folders
    case .command: commands(beginning: start)
    case .choices(let choices): .list(choices.filter { $0.hasPrefix(start) }.map { .init($0) })
    case .facet: facets(beginning: start, in: arguments, ending: "")
    case .valueOfFacet(let facet): values(of: facet, beginning: start, in: arguments)
    case .facetAndValue: facetValues(start, separator: "=", in: arguments)
    case .query: facetValues(start, separator: ":", in: arguments)
    }
}

/// Names of facets, and behind one and the separator its values.
private func facetValues(_ start: String, separator: Character, in arguments: Arguments) -> Candidates {
    guard let place = start.lastIndex(of: separator) else {
        return facets(beginning: start, in: arguments, ending: String(separator))
    }
    let name = String(start[..<place].drop { $0 == "(" || $0 == "-" || $0 == "+" })
    return values(of: name, beginning: String(start[start.index(after: place)...]), in: arguments)
        .behind(String(start[...place]))
}

private func facets(beginning start: String, in arguments: Arguments, ending: String) -> Candidates {
    guard let index = try? arguments.openIndex() else { return .list([]) }
    let names = index.facetNames + (index.facetNames.contains("country") ? ["actor"] : [])
    return .list(names.filter { $0.hasPrefix(start) }.map { .init($0 + ending) })
}

/// Values that articles carry, the commonest first: one that the user has begun by its id or by a word of its label.
private func values(of facet: String, beginning start: String, in arguments: Arguments) -> Candidates {
    var request = SearchRequest("")
    request.limit = 0
    request.countedFacets = [facet]
    request.timeoutMilliseconds = 2000
    guard let index = try? arguments.openIndex(), let counts = try? index.search(request).facets.first else {
        return .list([])
    }
    return .list(candidates(among: counts.values, beginning: start))
}

/// At most this many values are offered; more are no help.
private let candidateLimit = 100

/// A label where a word of it begins so, else an id.
func candidates(among values: [FacetCounts.Value], beginning start: String) -> [Candidates.Candidate] {
    let wanted = start.lowercased()
    let found = values.lazy.compactMap { value -> Candidates.Candidate? in
        let label = value.label.lowercased()
        let words = label.split { !$0.isLetter && !$0.isNumber }
        let isNamed = label.hasPrefix(wanted) || words.contains { $0.hasPrefix(wanted) }
        let count = counted(value.count, "article")
        if isNamed { return .init(value.label, value.id == value.label ? count : "\(value.id), \(count)") }
        return value.id.lowercased().hasPrefix(wanted) ? .init(value.id, "\(value.label), \(count)") : nil
    }
    return Array(found.prefix(candidateLimit))
}

/// A word as a shell reads it, which may be without its closing quote.
func unquotedWord(_ word: String) -> String {
    var (result, quote, isEscaped) = ("", Character?.none, false)
    for character in word {
        if isEscaped {
            result.append(character)
            isEscaped = false
        } else if character == "\\", quote != "'" {
            isEscaped = true
        } else if character == quote {
            quote = nil
        } else if quote == nil, character == "\"" || character == "'" {
            quote = character
        } else {
            result.append(character)
        }
    }
    return result
}
