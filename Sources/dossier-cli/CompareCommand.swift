import Dossier
import JSONValues
import TerminalText

extension Command {
    static let compare = Command(
        name: "compare", summary: "Set two queries or two actors beside each other, over time.",
        operands: "A B", operandCount: 2...2,
        details: """
            Counts the articles of each, those of both, and the course of both over the years or months; and the actors that \
            stand out in the one or the other. Each is a query in one word for the shell: country:KR, 'sanctions AND oil'.

              dossier compare country:KR country:JP --by month
              dossier compare '"trade war"' tariffs --from 2016 --plot

            CSV has the columns period, a, b, both. JSON has the members a, b, both, periods and actors.
            """,
        options: [.comparedPeriod, .comparedPlot, .comparedCSV, .json] + Option.narrowing + Option.opening,
        completion: .query, run: runCompare)
}

extension Option {
    fileprivate static let comparedPeriod = value(
        "by", "PERIOD", help: "year, the default, or month.", completion: .choices(["year", "month"])
    ) {
        arguments, text throws(UsageError) in
        guard let period = TimelinePeriod(rawValue: text) else {
            throw UsageError("‘\(text)’ is no period; there are year and month.")
        }
        arguments.period = period
    }
    fileprivate static let comparedPlot = flag("plot", help: "Draw the course over time as bars.") {
        $0.draws = true
    }
    fileprivate static let comparedCSV = format("csv", .csv, "Print comma-separated values.")
}

/// How often each of two queries, and both at once, are in a stretch of time.
private struct Comparison {
    var names: [String]
    /// Of the first, the second and both.
    var totals: [Int]
    var periods: [(label: String, counts: [Int])]
    /// For each query the actors that stand out in it beside the other, with their counts in both.
    var actors: [[(label: String, counts: [Int])]]
    var isPartial: Bool
    /// What in either query is not right, and how it was taken.
    var notes: [String]
}

private func runCompare(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let arguments = arguments.stoppable()
    let index = try arguments.openIndex()
    let comparison = try compare(arguments, in: index)
    if arguments.isJSON {
        writeOut(json(comparison).line)
    } else if arguments.format == .csv {
        let rows = comparison.periods.map {
            ([$0.label] + $0.counts.map { String($0) }).joined(separator: ",")
        }
        writeOut((["period,a,b,both"] + rows).joined(separator: "\r\n") + "\r\n")
    } else {
        writeOut(text(comparison, plots: arguments.draws, on: screen))
    }
    comparison.notes.forEach(complain)
    if comparison.isPartial {
        arguments.complainOfPartial("the counts are too low, and periods may be missing.")
    }
    return arguments.stop?.exitCode
        ?? (comparison.totals[0] + comparison.totals[1] == 0 ? .nothingFound : .success)
}

private func compare(_ arguments: Arguments, in index: SearchIndex) throws -> Comparison {
    let (first, second) = (arguments.operands[0], arguments.operands[1])
    var (totals, timelines, values, isPartial) = ([Int](), [Timeline](), [[FacetCounts.Value]](), false)
    var notes: [String] = []
    for query in [first, second, "+(\(first)) +(\(second))"] {
        var request = arguments.request([query])
        request.limit = 0
        if totals.count < 2, index.facetNames.contains("country") { request.countedFacets = ["actor"] }
        let results = try index.search(request)
        request.countedFacets = []
        let timeline = try index.timeline(request, by: arguments.period ?? .year)
        // Both together say nothing new.
        if totals.count < 2 { notes += results.notes }
        totals.append(results.total)
        timelines.append(timeline)
        values.append(results.facets.first?.values ?? [])
        isPartial = isPartial || results.isPartial || timeline.isPartial
    }
    return Comparison(
        names: [first, second], totals: totals, periods: periods(timelines),
        actors: [
            standout(values[0], values[1], totals[0], totals[1]),
            standout(values[1], values[0], totals[1], totals[0]),
        ],
        isPartial: isPartial, notes: notes)
}

/// The periods of all, each with the counts of each.
private func periods(_ timelines: [Timeline]) -> [(label: String, counts: [Int])] {
    var counts: [String: [Int]] = [:]
    for (index, timeline) in timelines.enumerated() {
        for period in timeline.periods { counts[period.label, default: [0, 0, 0]][index] = period.total }
    }
    // Labels of one length sort as their dates do; those between without an article are in the timelines.
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
}

/// The actors whose share in one is most above their share in the other, as log odds with one article added to each:
/// of few articles little follows.
private func standout(
    _ values: [FacetCounts.Value], _ others: [FacetCounts.Value], _ total: Int, _ otherTotal: Int
) -> [(label: String, counts: [Int])] {
    guard total > 0 else { return [] }
    let known = Dictionary(others.map { ($0.facet + ":" + $0.id, $0.count) }) { first, _ in first }
    let ranked = values.map { value -> (label: String, counts: [Int], rank: Double) in
        let other = known[value.facet + ":" + value.id] ?? 0
        let (share, otherShare) = (
            (Double(value.count) + 1) / (Double(total) + 2), (Double(other) + 1) / (Double(otherTotal) + 2)
        )
        return (value.label, [value.count, other], share - otherShare)
    }
    return ranked.filter { $0.rank > 0 }.sorted { ($1.rank, $0.label) < ($0.rank, $1.label) }.prefix(5)
        .map { ($0.label, $0.counts) }
}

private func text(_ comparison: Comparison, plots: Bool, on screen: Screen) -> String {
    let names = comparison.names.map { printable($0) } + ["both"]
    let width = max(names.map { columnCount($0) }.max() ?? 0, 4)
    let countWidth = comparison.totals.map { String($0).count }.max() ?? 1
    var lines = zip(names, comparison.totals).map { name, total in
        "\(String(total).aligned(to: countWidth))  \(name)"
    }
    for (index, actors) in comparison.actors.enumerated() where !actors.isEmpty {
        lines += ["", screen.bold("more in \(names[index])")]
        for actor in actors {
            lines.append(
                "  \(printable(actor.label))  " + screen.dim("\(actor.counts[0]) beside \(actor.counts[1])"))
        }
    }
    guard let first = comparison.periods.first, let last = comparison.periods.last else {
        return lines.joined(separator: "\n") + "\n"
    }
    lines += [
        "",
        screen.bold("over time, \(first.label == last.label ? first.label : "\(first.label)–\(last.label)")"),
    ]
    if plots {
        for (index, name) in names.enumerated() {
            let counts = comparison.periods.map { $0.counts[index] }
            lines.append("  \(name.padded(to: width))  \(ActorPlot.bars(counts))  \(counts.max() ?? 0)")
        }
        lines.append("  " + screen.dim("The number is that of the highest bar."))
    } else {
        let columns = names.map { max(columnCount($0), countWidth) }
        let head = zip(names, columns).map { $0.aligned(to: $1) }.joined(separator: "  ")
        lines.append(screen.dim("  " + "".padded(to: first.label.count) + "  " + head))
        for period in comparison.periods {
            let cells = zip(period.counts, columns).map { String($0).aligned(to: $1) }.joined(separator: "  ")
            lines.append("  \(period.label)  \(cells)")
        }
    }
    return lines.joined(separator: "\n") + "\n"
}

private func json(_ comparison: Comparison) -> JSON {
    func side(_ index: Int) -> JSON {
        .object([
            ("query", .string(comparison.names[index])), ("total", .integer(comparison.totals[index])),
            (
                "actors",
                .array(
                    comparison.actors[index].map {
                        .object([
                            ("label", .string($0.label)), ("count", .integer($0.counts[0])),
                            ("other", .integer($0.counts[1])),
                        ])
                    })
            ),
        ])
    }
    return .object([
        ("a", side(0)), ("b", side(1)), ("both", .integer(comparison.totals[2])),
        (
            "periods",
            .array(
                comparison.periods.map {
                    .object([
                        ("period", .string($0.label)), ("a", .integer($0.counts[0])),
                        ("b", .integer($0.counts[1])), ("both", .integer($0.counts[2])),
                    ])
                })
        ),
    ])
}
