import Dossier
import JSONValues
import PluginAPI
import PluginLoading
import SourceAdapters
import TerminalText

extension Command {
    static let watch = Command(
        name: "watch", summary: "Keep an index up to date with its folders as they change, until Ctrl-C.",
        operands: "[SOURCE…]", operandCount: 0...Int.max,
        details: """
            Brings the index up to date, then watches the SOURCES, or without any those that the index knows, and takes up \
            each change as ‘dossier index’ would: half a second after the last of several, five seconds after the first. Give \
            the options of ‘dossier index’, such as --include, here as there.

              dossier watch
              dossier watch articles --include '*.md' --quiet

            An article whose file is deleted or moved away is dropped from the index. Where files are missing and nothing told \
            that they were deleted, as when a disk is unmounted, more than 30 % of a folder stay, unless --prune is given.

            The system does not tell of changes that other machines make on network drives, nor of those to the target of a \
            link to a file: these are seen with the next other change, or with --every. Other commands can search the index, \
            and write to it between two updates. As each update may be a commit, of which ten are kept, ‘dossier pin’ what \
            you cite.

            Prints a line for each update; with --json an object on a line: event is update, lost, error or end. Ctrl-C ends \
            after an update that is under way, and a second one at once; the index is sound either way.
            Exit codes: 0 ended by Ctrl-C, 2 failed.
            """,
        options: [
            .watchedIndex, .every, .include, .exclude, .hidden, .rootName, .fields, .facetField,
            .pluginFolder,
            .pluginOption, .chosenFacets, .threads, .memory, .prune, .recover, .quiet, .json,
        ], completion: .file, run: runWatch)
}

extension Option {
    fileprivate static let watchedIndex = value(
        "index", short: "i", "PATH",
        help:
            "The index. By default as of ‘dossier index’; without SOURCES the nearest from the current folder upward."
    ) { $0.index = $1 }
    fileprivate static let every = value(
        "every", "SECONDS", help: "Look at all files this often as well, also if nothing is told of them."
    ) { arguments, text throws(UsageError) in
        arguments.watching.interval = .seconds(try number(text, least: 1))
    }
}

private func runWatch(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let plugins = try arguments.loadPlugins()
    var options = arguments.source
    options.moreEndings = plugins.endings
    let (path, sources) = try arguments.watched(options)
    let watcher = try SourceWatcher(
        sources, at: path, plugins: plugins.set, options: arguments.indexing, watching: arguments.watching)
    catchInterrupts(writingTo: watcher.stopDescriptor)
    let log = WatchLog(path: path, sourceCount: sources.count, arguments)
    try watcher.run { log.tell($0) }
    log.end()
    return .success
}

extension Arguments {
    /// The index and its sources: those that were named, or else those that it knows.
    fileprivate func watched(
        _ options: SourceOptions
    ) throws -> (path: String, sources: [any SourceAdapter]) {
        if !operands.isEmpty {
            let sources = try operands.map { try opened($0, options) }
            return (index ?? defaultIndexPath(for: operands, sources), sources)
        }
        var plain = self
        plain.overlay = .none
        let index = try plain.openIndex()
        let known = try index.sources()
        let sources = try known.map { source in
            var options = options
            options.rootName = source.name
            return try opened(source.path, options)
        }
        guard !sources.isEmpty else {
            throw DossierError(
                .source, "The index at \(index.path) knows no source; name what to watch.", path: index.path)
        }
        return (index.path, sources)
    }
}

/// Prints what happens.
private final class WatchLog {
    private let path: String
    private let sourceCount: Int
    private let isJSON: Bool
    private let isQuiet: Bool
    private var isFirst = true
    /// What the update before could not take up: told once.
    private var toldProblems: [SourceProblem] = []
    private var toldError: DossierError?

    init(path: String, sourceCount: Int, _ arguments: Arguments) {
        self.path = path
        self.sourceCount = sourceCount
        isJSON = arguments.isJSON
        isQuiet = arguments.isQuiet
    }

    func tell(_ event: WatchEvent) {
        switch event {
        case .updated(let report, let seconds): tell(report, seconds)
        case .lost:
            if isJSON { print([("event", .string("lost"))]) }
            complain("more happened than the system could tell, or a disk is gone: all files are looked at.")
        case .failed(let error):
            if toldError == error { return }
            toldError = error
            if isJSON { print([("event", .string("error")), ("message", .string(error.message))]) }
            complain("\(error) This is tried again until it works.")
        }
    }

    func end() {
        if isJSON { print([("event", .string("end"))]) }
    }

    private func tell(_ report: IndexReport, _ seconds: Double) {
        toldError = nil
        if isFirst { complainOfMissingSandbox() }
        complainOfDroppedFacets(report)
        let new = report.problems.filter { !toldProblems.contains($0) }
        toldProblems = report.problems
        for problem in new { complain("skipped \(problem.path): \(problem.reason)") }
        let changeCount = report.addedCount + report.updatedCount + report.removedCount
        let isTold = isFirst || changeCount > 0 || !new.isEmpty
        if isJSON, isTold {
            print([
                ("event", .string("update")), ("index", .string(path)),
                ("added", .integer(report.addedCount)),
                ("updated", .integer(report.updatedCount)), ("removed", .integer(report.removedCount)),
                ("documents", .integer(report.documentCount)), ("seconds", .number(seconds)),
                ("commit", report.commitNumber.map { .integer(Int($0)) } ?? .null),
                (
                    "skipped",
                    .array(
                        new.map { .object([("path", .string($0.path)), ("reason", .string($0.reason))]) })
                ),
            ])
        } else if !isQuiet, !isJSON {
            if changeCount > 0 { writeOut(changes(report, seconds) + "\n") }
            if isFirst {
                writeOut(
                    "\(printable(path)): \(counted(report.documentCount, "article")); watching "
                        + "\(counted(sourceCount, "source")), Ctrl-C ends\n")
            }
        }
        isFirst = false
    }

    /// `+2 articles, 1 changed, −1, 0.3 s`.
    private func changes(_ report: IndexReport, _ seconds: Double) -> String {
        var parts: [String] = []
        if report.addedCount > 0 { parts.append("+\(counted(report.addedCount, "article"))") }
        if report.updatedCount > 0 { parts.append("\(report.updatedCount) changed") }
        if report.removedCount > 0 { parts.append("−\(report.removedCount)") }
        return (parts + ["\(fixed(seconds, digits: 1)) s"]).joined(separator: ", ")
    }

    private func print(_ members: [(key: String, value: JSON)]) {
        writeOut(JSON.object(members).line)
    }
}
