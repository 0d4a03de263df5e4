import Dossier
import JSONValues
import PluginAPI
import PluginLoading
import SourceAdapters
import TerminalText

extension Command {
    static let index = Command(
        name: "index", summary: "Make or bring up to date the index of folders, files and JSON lines.",
        operands: "SOURCE…", operandCount: 1...Int.max,
        details: """
            A SOURCE is a folder, an article, a file of JSON records (.jsonl, .ndjson) with one article a line, a \
            file that holds articles, or - for standard input. Of a folder that is indexed already, only what is new or changed is read, and what \
            is gone is dropped.

            Articles are text, HTML, Markdown, e-mail, saved pages (.mht), Word, PowerPoint and OpenDocument files, \
            and with the programs pdftotext, antiword and unrtf also PDF, .doc and .rtf. Files that hold articles are \
            archives (.zip, .tar, .tar.gz, .7z, …), web archives (.warc), mailboxes (.mbox), feeds (RSS, Atom) and \
            books (.epub): each is like a folder of its members, alone or in a folder, and is opened when it is new \
            or changed.

              dossier index articles
              dossier index speeches.jsonl --index speeches.dossier
              dossier index - --jsonl --fields id=docno,text=content < records

            Ctrl-C at any moment leaves the index sound, with what it held at its last commit, and the same command goes on \
            from there. Exit codes: 0 complete, 3 some inputs or plugins skipped (each named on standard error), 2 failed, \
            130 stopped.
            """,
        options: Option.indexing, completion: .file, run: runIndex)
}

private func runIndex(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    if arguments.source.isInputJSONLines, !arguments.operands.contains("-") {
        throw UsageError(
            "--jsonl is for standard input, which - names; files of JSON lines end in .jsonl or .ndjson.")
    }
    let interruption = Interruption()
    let plugins = try arguments.loadPlugins()
    var options = arguments.source
    options.moreEndings = plugins.endings
    let sources = try arguments.operands.map { try opened($0, options) }
    let path = arguments.index ?? defaultIndexPath(for: arguments.operands, sources)
    let start = ContinuousClock.now
    let report = try interruption.whileWriting(at: path, arguments) { progress in
        try indexSources(
            sources, at: path, plugins: plugins.set, options: arguments.indexing, progress: progress)
    }
    complainOfMissingSandbox()
    for problem in report.problems { complain("skipped \(problem.path): \(problem.reason)") }
    complainOfDroppedFacets(report)
    if arguments.isJSON {
        writeOut(json(report, path: path).line)
    } else if !arguments.isQuiet {
        writeOut(text(report, path: path, seconds: seconds(ContinuousClock.now - start)))
    }
    if report.documentCount == 0, report.isComplete { complain(advice(for: sources)) }
    if report.isComplete { return plugins.problems.isEmpty ? .success : .incomplete }
    complain("\(counted(report.problems.count, "input")) skipped, the rest is indexed.")
    return .incomplete
}

func complainOfDroppedFacets(_ report: IndexReport) {
    for facet in report.droppedFacets {
        complain(
            "the facet ‘\(facet)’ is no longer in the index: no plugin of this run finds it (--plugins DIR).")
    }
}

/// The source at a path.
func opened(_ path: String, _ options: SourceOptions) throws(DossierError) -> any SourceAdapter {
    do throws(SourceError) {
        return try openSource(path, options: options)
    } catch {
        let place = error.path.isEmpty ? "" : error.path + ": "
        throw DossierError(.source, place + error.reason, path: error.path)
    }
}

/// What to do about sources without an article.
private func advice(for sources: [any SourceAdapter]) -> String {
    var files: [String] = []
    for case let folder as FolderSource in sources { files += (try? folder.jsonLinesFiles()) ?? [] }
    let start = "No article was found"
    if files.isEmpty {
        return start
            + ". Of folders text, HTML, Markdown and the other files that dossier help index names are read, others "
            + "with --include GLOB."
    }
    let more = files.count > 3 ? " and \(counted(files.count - 3, "more file"))" : ""
    return start + ", but JSON records, one a line. To index these, name their files: dossier index "
        + files.prefix(3).joined(separator: " ") + more
}

/// `.dossier` in the first folder among the sources, else in the current folder.
func defaultIndexPath(for paths: [String], _ sources: [any SourceAdapter]) -> String {
    guard let place = sources.firstIndex(where: { $0 is FolderSource }) else { return ".dossier" }
    return paths[place].hasSuffix("/") ? paths[place] + ".dossier" : paths[place] + "/.dossier"
}

func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
}

private func text(_ report: IndexReport, path: String, seconds: Double) -> String {
    let changes = [
        (report.addedCount, "new"), (report.updatedCount, "changed"), (report.removedCount, "gone"),
        (report.unchangedCount, "as before"),
    ]
    let told = changes.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    var text = "\(printable(path)): \(counted(report.documentCount, "article"))"
    text += (told.isEmpty ? "" : " (\(told))") + ", \(fixed(seconds, digits: 1)) s\n"
    if !report.rebuiltFacets.isEmpty {
        text += "facets written again because their plugin changed: "
        text += report.rebuiltFacets.joined(separator: ", ") + "\n"
    }
    return text
}

private func json(_ report: IndexReport, path: String) -> JSON {
    let skipped = report.problems.map { problem in
        JSON.object([("path", .string(problem.path)), ("reason", .string(problem.reason))])
    }
    return .object([
        ("index", .string(path)), ("documents", .integer(report.documentCount)),
        ("added", .integer(report.addedCount)), ("updated", .integer(report.updatedCount)),
        ("removed", .integer(report.removedCount)), ("unchanged", .integer(report.unchangedCount)),
        ("skipped", .array(skipped)), ("rebuiltFacets", .array(report.rebuiltFacets.map { .string($0) })),
        ("droppedFacets", .array(report.droppedFacets.map { .string($0) })),
        ("commit", report.commitNumber.map { .integer(Int($0)) } ?? .null),
    ])
}
