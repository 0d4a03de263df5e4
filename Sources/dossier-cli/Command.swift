import Dossier
import PluginAPI
import Synchronization

/// A subcommand: what `help` says of it and what it does.
struct Command: Sendable {
    let name: String
    /// One sentence.
    let summary: String
    /// What follows the name, beside options: `QUERY…`.
    let operands: String
    /// How many operands it takes.
    let operandCount: ClosedRange<Int>
    /// What `--help` adds below the summary.
    let details: String
    let options: [Option]
    /// What a shell may offer for an operand.
    let completion: Completion
    let run: @Sendable (_ arguments: Arguments, _ screen: Screen) throws -> ExitCode

    init(
        name: String, summary: String, operands: String = "", operandCount: ClosedRange<Int> = 0...0,
        details: String = "", options: [Option] = [], completion: Completion = .nothing,
        run: @escaping @Sendable (_ arguments: Arguments, _ screen: Screen) throws -> ExitCode
    ) {
        self.name = name
        self.summary = summary
        self.operands = operands
        self.operandCount = operandCount
        self.details = details
        self.options = options + Option.common
        self.completion = completion
        self.run = run
    }

    /// Every subcommand, in the order of `help`.
    static let all: [Command] = [
        index, watch, search, browse, moreLike, facets, actors, compare, show, copies, explain, saved, stats,
        check, overlay, log, pin, unpin, optimize, eval, plugins, config, completions, man, help,
    ]

    /// Subcommands that programs call, not people.
    static let hidden = [complete]

    static func named(_ name: String) -> Command? { (all + hidden).first { $0.name == name } }

    /// The options that not every command has.
    var ownOptions: ArraySlice<Option> { options.dropLast(Option.common.count) }

    /// The command line without options: `dossier search QUERY…`.
    var usage: String {
        (["dossier", name, "[OPTIONS]", operands].filter { !$0.isEmpty }).joined(separator: " ")
    }
}

/// What the process tells its caller.
enum ExitCode: Int32 {
    /// Done; of a search, that something was found.
    case success = 0
    /// A search found nothing.
    case nothingFound = 1
    /// Stopped by Ctrl-C, by its terminal or by the system, as shells tell it; what was found by then is printed.
    case interrupted = 130
    case hungUp = 129
    case terminated = 143
    /// Wrong usage or a failure; a message stands on standard error.
    case failure = 2
    /// Done, but some inputs could not be read.
    case incomplete = 3
}

/// The version `--version` prints.
let version = "0.1.0"
/// The day of this version, which manual pages tell.
let versionDate = "2026-11-28"

/// What is still open when the process ends is freed with it, at once.
private let openedIndexes = Mutex<[SearchIndex]>([])

/// Runs the command that `words`, the command line without the program's name, ask for.
func runCommandLine(_ words: [String]) -> ExitCode {
    let name = words.first ?? "help"
    switch name {
    case "--help", "-h": return runCommandLine(["help"] + words.dropFirst())
    case "--version", "-V":
        writeOut("dossier \(version)\n")
        return .success
    default: break
    }
    guard let command = Command.named(name) else {
        complain(unknownCommand(name))
        return .failure
    }
    do {
        return try run(command, words: Array(words.dropFirst()))
    } catch let error as UsageError {
        complain("\(error)")
        writeError("usage: \(command.usage)   (more: dossier help \(name))\n")
    } catch {
        complain("\(error)")
    }
    return .failure
}

private func run(_ command: Command, words: [String]) throws -> ExitCode {
    var parser = ArgumentParser(options: command.options, words: words)
    var problems: [String] = []
    let arguments = try parser.parse { isAsked in
        let defaults = Defaults(for: command, isConfigured: !isAsked("no-config"))
        problems = defaults.problems
        return defaults.settings
    }
    // Whoever calls `complete` has no use for messages.
    if !Command.hidden.contains(where: { $0.name == command.name }) { problems.forEach(complain) }
    let screen = Screen.ofProcess(arguments)
    if arguments.asksForHelp {
        writePaged(helpText(of: command, width: screen.width), on: screen)
        return .success
    }
    if arguments.operands.count < command.operandCount.lowerBound {
        throw UsageError("\(command.name) needs \(command.operands).")
    }
    if arguments.operands.count > command.operandCount.upperBound {
        throw UsageError("‘\(arguments.operands[command.operandCount.upperBound])’ is one word too many.")
    }
    if let from = arguments.request.from, let to = arguments.request.to, from > to {
        throw UsageError("--from is a later day than --to.")
    }
    return try command.run(arguments, screen)
}

func unknownCommand(_ name: String) -> String {
    if name.hasPrefix("-") { return "Options come after the command; ‘dossier help’ lists the commands." }
    let near = nearest(to: name, among: Command.all.map(\.name)).map { "; did you mean ‘dossier \($0)’?" }
    return "There is no command ‘\(name)’" + (near ?? "; ‘dossier help’ lists them.")
}

extension Arguments {
    /// Opens the index that was named, or the nearest one from the current folder upward.
    func openIndex() throws(DossierError) -> SearchIndex {
        runBeside { SearchIndex.prepare() }
        if let index { return try openIndex(at: index) }
        guard let found = SearchIndex.find(from: ".") else {
            throw DossierError(
                .noIndex,
                "There is no index in this folder or above it. Make one with ‘dossier index FOLDER’, "
                    + "or name one with --index PATH.")
        }
        return try open(found)
    }

    /// Opens an index at the commit that was asked for, which stays open until the process ends, and tells when its overlay is not that of the reference.
    private func open(_ path: String) throws(DossierError) -> SearchIndex {
        let index = try SearchIndex(
            path: path, recovering: indexing.recovers, overlay: overlay, at: commit)
        if let notice = commit.flatMap(index.overlayNotice) { complain(notice) }
        openedIndexes.withLock { $0.append(index) }
        return index
    }

    /// The index in a folder, or else the one in its `.dossier`.
    private func openIndex(at path: String) throws(DossierError) -> SearchIndex {
        do throws(DossierError) {
            return try open(path)
        } catch {
            let inside = (path.hasSuffix("/") ? path : path + "/") + SearchIndex.folderName
            guard error.code == .noIndex else { throw error }
            do throws(DossierError) {
                return try open(inside)
            } catch let inner {
                throw inner.code == .noIndex ? error : inner
            }
        }
    }

    /// The request with `words` as its query.
    func request(_ words: some Sequence<String>) -> SearchRequest {
        var request = request
        request.query = words.joined(separator: " ")
        return request
    }
}
