import Dossier
import JSONValues
import TerminalText

extension Command {
    static let stats = Command(
        name: "stats", summary: "Tell what an index holds and how large it is.",
        details: """
              dossier stats
              dossier stats --index articles --json
            """,
        options: [.json] + Option.opening,
        run: runStats)
}

private func runStats(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let index = try arguments.openIndex()
    let statistics = try index.statistics()
    writeOut(
        arguments.isJSON
            ? json(statistics, path: index.path).line : text(statistics, path: index.path))
    return .success
}

private func text(_ statistics: IndexStatistics, path: String) -> String {
    let deleted = statistics.deletedCount
    var rows = [
        ("index", printable(path)), ("commit", String(statistics.commitNumber)),
        (
            "articles",
            "\(statistics.documentCount)" + (deleted > 0 ? ", and \(deleted) deleted until merged away" : "")
        ),
        ("segments", String(statistics.segmentCount)), ("size", size(statistics.byteCount)),
        ("analyzer", statistics.analyzer),
    ]
    rows += statistics.fields.map { field in
        ("field \(field.name)", "\(field.tokenCount) words in \(counted(field.documentCount, "article"))")
    }
    rows += statistics.facets.map { facet in
        (
            "facet \(facet.name)",
            "\(counted(facet.valueCount, "value")), "
                + (facet.pluginVersion.map { "plugin version \($0)" } ?? "stated by the sources")
        )
    }
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { "\($0.0.padded(to: width))  \($0.1)\n" }.joined()
}

/// Bytes in a unit that suits them.
func size(_ byteCount: Int) -> String {
    switch byteCount {
    case ..<10_000: "\(byteCount) bytes"
    case ..<1_000_000: fixed(Double(byteCount) / 1e3, digits: 1) + " kB"
    case ..<1_000_000_000: fixed(Double(byteCount) / 1e6, digits: 1) + " MB"
    default: fixed(Double(byteCount) / 1e9, digits: 2) + " GB"
    }
}

private func json(_ statistics: IndexStatistics, path: String) -> JSON {
    let fields = statistics.fields.map { field in
        JSON.object([
            ("name", .string(field.name)), ("documents", .integer(field.documentCount)),
            ("tokens", .integer(Int(field.tokenCount))),
        ])
    }
    let facets = statistics.facets.map { facet in
        JSON.object([
            ("name", .string(facet.name)),
            ("pluginVersion", facet.pluginVersion.map { .integer($0) } ?? .null),
            ("values", .integer(facet.valueCount)),
        ])
    }
    return .object([
        ("index", .string(path)), ("commit", .integer(Int(statistics.commitNumber))),
        ("documents", .integer(statistics.documentCount)), ("deleted", .integer(statistics.deletedCount)),
        ("segments", .integer(statistics.segmentCount)), ("bytes", .integer(statistics.byteCount)),
        ("analyzer", .string(statistics.analyzer)), ("fields", .array(fields)), ("facets", .array(facets)),
    ])
}
