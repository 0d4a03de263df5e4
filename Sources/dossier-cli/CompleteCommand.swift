import Dossier

extension Command {
    /// What the scripts of `completions` call.
    static let complete = Command(
        name: "complete", summary: "Print what may stand for the last word of a command line.",
        operands: "[WORD…]", operandCount: 0...Int.max,
        details: """
            A line is a candidate, a tab and what it is. The line ‘:files’ or ‘:folders’ asks the shell for paths, ‘:more’ \
            says that these are not all. With --facet, candidates are the values of a facet in the index; with --bash, what \
            bash is to put in place of the part of the word that it takes for one.

              dossier complete -- search --actor kor
              dossier complete --facet country kor
            """,
        options: [.completedFacet, .bashBreaks, .escapedBlanks, .index], run: runComplete)
}

extension Option {
    fileprivate static let completedFacet = value("facet", "NAME", help: "The facet of the value.") {
        $0.completedFacet = $1
    }
    fileprivate static let bashBreaks = value(
        "bash", "BREAKS", help: "Characters at which bash takes words apart, as in COMP_WORDBREAKS."
    ) { $0.bashBreaks = $1 }
    fileprivate static let escapedBlanks = flag(
        "escaped",
        help: "Names of values in queries with backslashes, for shells that offer only what begins as typed."
    ) { $0.escapesBlanks = true }
}

private func runComplete(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let candidates: Candidates
    if let facet = arguments.completedFacet {
        candidates = values(of: facet, beginning: arguments.operands.first ?? "", in: arguments)
    } else {
        candidates = completions(of: arguments.operands, escapesBlanks: arguments.escapesBlanks)
    }
    if let breaks = arguments.bashBreaks {
        writeOut(candidates.text(forBash: BashWord(arguments.operands.last ?? "", breaks: breaks)))
    } else {
        writeOut(candidates.text)
    }
    return .success
}

/// What may stand for the last of the words that follow `dossier`, written as for a shell.
func completions(of words: [String], escapesBlanks: Bool = false) -> Candidates {
    let last = words.last.map(unquotedWord) ?? ""
    let before = words.dropLast().map(unquotedWord)
    guard let name = before.first else { return commands(beginning: last) }
    guard let command = Command.all.first(where: { $0.name == name }) else { return .none }
    var arguments = readable(before.dropFirst(), of: command)
    arguments.escapesBlanks = escapesBlanks
    let isBehindOptions = before.contains("--")
    if !isBehindOptions, let option = option(before.dropFirst().last ?? "", of: command) {
        return candidates(option.completion, beginning: last, arguments)
    }
    if !isBehindOptions, last.hasPrefix("--"), let equals = last.firstIndex(of: "=") {
        let (start, value) = (String(last[...equals]), String(last[last.index(after: equals)...]))
        guard let option = option(String(start.dropLast()), of: command) else { return .none }
        return candidates(option.completion, beginning: value, arguments).behind(start)
    }
    if !isBehindOptions, last.hasPrefix("-") { return options(of: command, beginning: last) }
    let count = arguments.operands.count
    if count >= command.operandCount.upperBound { return .none }
    return candidates(command.completion.ofOperand(count), beginning: last, arguments)
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
    case .nothing: .none
    case .file: .files
    case .folder: .folders
    case .command: commands(beginning: start)
    case .choices(let choices): .list(choices.filter { $0.hasPrefix(start) }.map { .init($0) })
    case .facet: facets(beginning: start, in: arguments, ending: "")
    case .valueOfFacet(let facet): values(of: facet, beginning: start, in: arguments)
    case .facetAndValue: facetValues(start, takesSeveral: false, in: arguments)
    case .facetAndValues: facetValues(start, takesSeveral: true, in: arguments)
    case .order: orders(beginning: start, in: arguments)
    case .query: QueryCompletion(arguments).candidates(for: start)
    case .savedQuery: savedQueries(beginning: start, in: arguments)
    case .identifier: identifiers(beginning: start, in: arguments)
    case .commit: commits(beginning: start, in: arguments)
    case .operands: .none
    }
}

/// Names of facets, and behind one and an equals sign its values, several after commas.
private func facetValues(_ start: String, takesSeveral: Bool, in arguments: Arguments) -> Candidates {
    guard let place = start.firstIndex(of: "=") else {
        return facets(beginning: start, in: arguments, ending: "=")
    }
    let (name, rest) = (String(start[..<place]), start[start.index(after: place)...])
    guard takesSeveral, let comma = rest.lastIndex(of: ",") else {
        return values(of: name, beginning: String(rest), in: arguments).behind(name + "=")
    }
    let before = start[...comma]
    return values(of: name, beginning: String(start[before.endIndex...]), in: arguments).behind(
        String(before))
}

func facets(beginning start: String, in arguments: Arguments, ending: String) -> Candidates {
    guard let index = try? arguments.openIndex() else { return .none }
    let names = index.facetNames + (index.facetNames.contains("country") ? ["actor"] : [])
    return .list(names.filter { $0.hasPrefix(start) }.map { .init($0 + ending) })
}

/// Values that articles carry, the commonest first: one that the user has begun by its id or by a word of its label.
func values(of facet: String, beginning start: String, in arguments: Arguments) -> Candidates {
    var request = SearchRequest("")
    request.limit = 0
    request.countedFacets = [facet]
    request.timeoutMilliseconds = 2000
    guard let index = try? arguments.openIndex(), let counts = try? index.search(request).facets.first else {
        return .none
    }
    return candidates(among: counts.values, beginning: start, folding: index.foldedTexts)
}

/// What hits are sorted by, as `--sort` takes it.
private func orders(beginning start: String, in arguments: Arguments) -> Candidates {
    let dash = start.hasPrefix("-") ? "-" : ""
    let names = (dash.isEmpty ? ["relevance"] : []) + ["date", "title", "length"]
    return .list(names.map { .init(dash + $0) }.filter { $0.text.hasPrefix(start) })
        .and(facets(beginning: String(start.dropFirst(dash.count)), in: arguments, ending: "").behind(dash))
}

/// Names of saved queries.
func savedQueries(beginning start: String, in arguments: Arguments) -> Candidates {
    guard let index = try? arguments.openIndex() else { return .none }
    let queries = index.savedQueries.filter { $0.key.hasPrefix(start) }.sorted { $0.key < $1.key }
    return Candidates(first: queries.lazy.map { .init($0.key, $0.value) })
}

/// Articles by the beginning of their ids; where none begins so, by words of their titles.
private func identifiers(beginning start: String, in arguments: Arguments) -> Candidates {
    guard let index = try? arguments.openIndex() else { return .none }
    let limit = Candidates.limit + 1
    var found = (try? index.completions(ofIdentifier: start, limit: limit)) ?? []
    if found.isEmpty { found = (try? index.completions(ofTitle: start, limit: limit)) ?? [] }
    return Candidates(first: found.lazy.map { .init($0.text, $0.title ?? "") })
}

/// Pins by name, other commits by the digits of their hashes.
private func commits(beginning start: String, in arguments: Arguments) -> Candidates {
    guard let path = try? arguments.indexPath(), let kept = try? keptCommits(ofIndexAt: path) else {
        return .none
    }
    let commits = kept.reversed().map { commit in
        Candidates.Candidate(
            commit.pinName ?? commit.shortHash,
            [commit.publishedDate, counted(commit.documentCount, "article")].compactMap(\.self)
                .joined(separator: ", "))
    }
    return Candidates(first: commits.lazy.filter { $0.text.hasPrefix(start) })
}

/// A label where a word of it begins so, else an id.
///
/// - Parameter fold: takes away what letters may differ in.
func candidates(
    among values: [FacetCounts.Value], beginning start: String, folding fold: ([String]) -> [String]
) -> Candidates {
    let wanted = fold([start])[0]
    let names = zip(fold(values.map(\.label)), fold(values.map(\.id)))
    let found = zip(values, names).lazy.compactMap { value, names -> Candidates.Candidate? in
        let words = names.0.split { !$0.isLetter && !$0.isNumber }
        let isNamed = names.0.hasPrefix(wanted) || words.contains { $0.hasPrefix(wanted) }
        let count = counted(value.count, "article")
        if isNamed { return .init(value.label, value.id == value.label ? count : "\(value.id), \(count)") }
        return names.1.hasPrefix(wanted) ? .init(value.id, "\(value.label), \(count)") : nil
    }
    return Candidates(first: found)
}
