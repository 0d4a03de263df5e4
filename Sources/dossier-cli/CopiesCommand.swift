import Dossier
import JSONValues
import PluginAPI
import TerminalText

extension Command {
    static let copies = Command(
        name: "copies", summary: "List the copies of an article, and what differs in them.",
        operands: "[ID]", operandCount: 0...1,
        details: """
            Copies are articles of which most of the shorter one stands in the other, whatever their titles and \
            lines. The first listed is taken for the original: one that others name as their source, else the earliest. \
            Without ID, all articles that have copies, those of most copies first.

              dossier copies articles/text/shield-on-the-hill.txt

            Exit codes: 0 there are copies, 1 there are none, 2 error.
            """,
        options: [.copyLimit, .json] + Option.opening, completion: .identifier, run: runCopies)
}

private func runCopies(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let index = try arguments.openIndex()
    guard let identifier = arguments.operands.first else {
        let clusters = try index.allCopies()
        writeOut(
            arguments.isJSON
                ? json(clusters).line
                : try list(clusters, limit: arguments.limit ?? 10, of: index, on: screen))
        return clusters.isEmpty ? .nothingFound : .success
    }
    let cluster = try index.copies(of: identifier)
    if arguments.isJSON {
        writeOut(json(cluster).line)
    } else if let cluster {
        writePaged(text(cluster, of: identifier, limit: arguments.limit ?? 10, on: screen), on: screen)
    } else {
        writeOut("no copy of \(printable(identifier))\n")
    }
    return cluster == nil ? .nothingFound : .success
}

private func list(
    _ clusters: [[String]], limit: Int, of index: SearchIndex, on screen: Screen
) throws -> String {
    var lines: [String] = []
    for cluster in clusters.prefix(limit) {
        let title = try index.document(cluster[0]).shownTitle
        lines.append(screen.bold(title) + ": \(cluster.count) articles")
        lines += cluster.prefix(limit).map { "  " + printable($0) }
        if cluster.count > limit { lines.append("  … \(cluster.count - limit) more") }
    }
    let copyCount = clusters.reduce(0) { $0 + $1.count - 1 }
    let rest = clusters.count > limit ? "; more with --limit \(clusters.count)" : ""
    lines.append(
        clusters.isEmpty
            ? "no copies"
            : "total: \(counted(clusters.count, "article")) with \(copyCount) \(copyCount == 1 ? "copy" : "copies")"
                + rest)
    return lines.joined(separator: "\n") + "\n"
}

private func text(
    _ cluster: CopyCluster, of identifier: String, limit: Int, on screen: Screen
) -> String {
    var lines = heading(of: cluster.original, ["original"], identifier, on: screen)
    for copy in cluster.copies {
        let kind = copy.isExact ? "the same words" : "\(percent(copy.share)) % of the shorter one"
        let from = copy.document.republishedFrom.map { "first in \($0)" }
        lines += [""] + heading(of: copy.document, [from, kind].compactMap(\.self), identifier, on: screen)
        lines += describe(copy.difference.onlyInFirst, "only in the original", limit: limit, on: screen)
        lines += describe(copy.difference.onlyInSecond, "only here", limit: limit, on: screen)
    }
    return lines.joined(separator: "\n") + "\n"
}

private func percent(_ share: Double) -> Int { Int(100 * share) }

private func heading(
    of document: StoredDocument, _ kind: [String], _ identifier: String, on screen: Screen
) -> [String] {
    let isAsked = document.identifier == identifier
    let facts = [document.published?.description, document.publisher].compactMap(\.self) + kind
    return wrap(document.shownTitle, width: screen.width).map(screen.bold)
        + [
            "  " + printable(facts.joined(separator: " · ")),
            "  " + screen.dim(printable(document.identifier)) + (isAsked ? " (this one)" : ""),
        ]
}

/// What stands in one text alone, each stretch with a few words around it.
private func describe(
    _ stretches: [TextDifference.Stretch], _ title: String, limit: Int, on screen: Screen
) -> [String] {
    if stretches.isEmpty { return [] }
    let wordCount = stretches.reduce(0) { $0 + $1.wordCount }
    var lines = ["  \(title): \(counted(wordCount, "word"))"]
    for stretch in stretches.prefix(limit) {
        func words(_ text: String) -> [LaidOutWord] {
            printable(text).split(separator: " ").map { LaidOutWord(String($0)) }
        }
        let own = words(shortened(stretch.words)).map { word in
            LaidOutWord(
                text: screen.isColored ? screen.marked(word.text) : word.text, columnCount: word.columnCount)
        }
        let marks = screen.isColored ? ([], []) : ([LaidOutWord("[")], [LaidOutWord("]")])
        let line = words(stretch.before) + marks.0 + own + marks.1 + words(stretch.after)
        lines += wrap(line, width: screen.width, indent: 4)
    }
    if stretches.count > limit { lines.append("    … \(stretches.count - limit) more places") }
    return lines
}

/// The first and last words of a long stretch.
private func shortened(_ text: String) -> String {
    let words = text.split(separator: " ")
    if words.count <= 40 { return text }
    return (words.prefix(20) + ["…"] + words.suffix(20)).joined(separator: " ")
}

private func json(_ clusters: [[String]]) -> JSON {
    .object([("clusters", .array(clusters.map { .array($0.map { .string($0) }) }))])
}

private func json(_ cluster: CopyCluster?) -> JSON {
    guard let cluster else { return .object([("original", .null), ("copies", .array([]))]) }
    return .object([
        ("original", .object(facts(cluster.original))),
        (
            "copies",
            .array(
                cluster.copies.map { copy in
                    .object(
                        facts(copy.document) + [
                            ("exact", .bool(copy.isExact)), ("share", .number(copy.share)),
                            ("onlyInOriginal", json(copy.difference.onlyInFirst)),
                            ("onlyHere", json(copy.difference.onlyInSecond)),
                        ])
                })
        ),
    ])
}

private func facts(_ document: StoredDocument) -> [(key: String, value: JSON)] {
    [
        ("id", .string(document.identifier)), ("title", .string(document.title)),
        ("date", .date(document.published)), ("publisher", .string(document.publisher)),
        ("republishedFrom", .string(document.republishedFrom)), ("url", .string(document.canonicalURL)),
    ]
}

private func json(_ stretches: [TextDifference.Stretch]) -> JSON {
    .array(
        stretches.map { stretch in
            .object([
                ("before", .string(stretch.before)), ("words", .string(stretch.words)),
                ("after", .string(stretch.after)),
            ])
        })
}
