import Dossier
import JSONValues
import TerminalText

extension Command {
    static let actors = Command(
        name: "actors", summary: "Show the actors of articles, their pairs, and their course over time.",
        operands: "[QUERY…]", operandCount: 0...Int.max,
        details: """
            Counts the articles that match a query, or all, by the countries, alliances, organizations and persons \
            that they name or, with --subjects, are about; the pairs of these; and both by year, month or day.

              dossier actors sanctions --from 2014 --to 2016
              dossier actors missile --subjects --by month --csv > missile.csv
              dossier actors --actor NATO --plot

            CSV has the columns part, period, facet, id, label, articles; part is actor or pair, and period empty in the \
            rows over all time. JSON has the members total, actors, pairs and periods.
            """,
        options: [.actorLimit, .counting, .period, .plot, .csv, .cite, .json] + Option.narrowing
            + Option.opening,
        completion: .query, run: runActors)
}

extension Option {
    fileprivate static let actorLimit = value(
        "limit", short: "n", "N", help: "How many actors and pairs to show; 10 by default."
    ) { arguments, text throws(UsageError) in
        arguments.limit = try number(text, least: 1)
    }
    fileprivate static let period = value(
        "by", "PERIOD", help: "year, the default, month or day.",
        completion: .choices(TimelinePeriod.allCases.map(\.rawValue))
    ) { arguments, text throws(UsageError) in
        arguments.period = try timelinePeriod(text)
    }
    fileprivate static let plot = flag("plot", help: "Draw the course over time as bars.") {
        $0.draws = true
    }
    fileprivate static let csv = format("csv", .csv, "Print comma-separated values.")
}

/// What the command shows.
struct ActorReport {
    var total: Int
    var actors: [FacetCounts.Value]
    var pairs: [FacetCounts.Value]
    var timeline: Timeline

    /// How many articles of a period carry a value.
    func count(_ value: FacetCounts.Value, in period: Timeline.Period) -> Int {
        period.facets.lazy.flatMap(\.values).first { $0.facet == value.facet && $0.id == value.id }?.count
            ?? 0
    }
}

private func runActors(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    if arguments.format == .csv, arguments.cites {
        throw UsageError("--cite goes with text and --json, not --csv.")
    }
    let arguments = arguments.stoppable()
    let index = try arguments.openIndex()
    var request = arguments.request(arguments.operands)
    request.limit = 0
    let view = arguments.countsSubjects ? "about:" : ""
    let counted = [view + "actor"] + (index.facetNames.contains("pair") ? [view + "pair"] : [])
    request.countedFacets = counted
    request.facetValueLimit = arguments.limit ?? 10
    let results = try index.search(request)
    // A value outside the most frequent of all time may be among those of a year.
    request.facetValueLimit = nil
    let timeline = try index.timeline(request, by: arguments.period ?? .year)
    let report = ActorReport(
        total: results.total, actors: results.facets[0].values,
        pairs: results.facets.count > 1 ? results.facets[1].values : [], timeline: timeline)
    let isPartial = results.isPartial || timeline.isPartial
    let cited = try arguments.cited("actors", index, isPartial: isPartial)
    if arguments.isJSON {
        writeOut(json(report).citing(cited).line)
    } else if arguments.format == .csv {
        writeOut(csv(report))
    } else {
        let text = text(report, plots: arguments.draws, on: screen)
        writePaged(text + (cited?.text(on: screen) ?? ""), on: screen)
    }
    results.notes.forEach(complain)
    if isPartial {
        arguments.complainOfPartial("the counts are too low, and periods may be missing.")
    }
    return arguments.stop?.exitCode ?? (results.total == 0 ? .nothingFound : .success)
}

private func text(_ report: ActorReport, plots: Bool, on screen: Screen) -> String {
    guard report.total > 0 else { return "no article matches\n" }
    var lines =
        [counted(report.total, "article"), "", screen.bold("actors")] + rows(report.actors, on: screen)
    if !report.pairs.isEmpty { lines += ["", screen.bold("pairs")] + rows(report.pairs, on: screen) }
    guard let first = report.timeline.periods.first, let last = report.timeline.periods.last else {
        return (lines + ["", "No article has a date."]).joined(separator: "\n") + "\n"
    }
    let span = first == last ? first.label : "\(first.label)–\(last.label)"
    lines += ["", screen.bold("over time, \(span)")]
    lines += plots ? ActorPlot(report, screen).lines : timeTable(report, on: screen)
    return lines.joined(separator: "\n") + "\n"
}

private func rows(_ values: [FacetCounts.Value], on screen: Screen) -> [String] {
    let width = values.first.map { String($0.count).count } ?? 0
    return values.map { value in
        let note = value.label == value.id ? value.facet : "\(value.facet) \(value.id)"
        return "  \(String(value.count).aligned(to: width))  \(printable(value.label))  "
            + screen.dim(printable(note))
    }
}

/// A row a period and a column an actor, as many as fit.
private func timeTable(_ report: ActorReport, on screen: Screen) -> [String] {
    let labelWidth = report.timeline.periods.first?.label.count ?? 0
    let totalWidth = max("all".count, String(report.total).count)
    var (columns, width) = ([FacetCounts.Value](), 2 + labelWidth + 2 + totalWidth)
    for actor in report.actors {
        width += 2 + max(columnCount(printable(actor.id)), totalWidth)
        if width > screen.width { break }
        columns.append(actor)
    }
    func widthOf(_ actor: FacetCounts.Value) -> Int { max(columnCount(printable(actor.id)), totalWidth) }
    let head =
        ["  " + "".padded(to: labelWidth), "all".aligned(to: totalWidth)]
        + columns.map { printable($0.id).aligned(to: widthOf($0)) }
    return [screen.dim(head.joined(separator: "  "))]
        + report.timeline.periods.map { period in
            let cells = columns.map { String(report.count($0, in: period)).aligned(to: widthOf($0)) }
            return (["  " + period.label, String(period.total).aligned(to: totalWidth)] + cells)
                .joined(separator: "  ")
        }
}

private func csv(_ report: ActorReport) -> String {
    var lines = [csvLine(["part", "period", "facet", "id", "label", "articles"])]
    func append(_ part: String, _ values: [FacetCounts.Value]) {
        for value in values { lines.append(row(part, "", value, value.count)) }
        for period in report.timeline.periods {
            for value in values {
                lines.append(row(part, period.label, value, report.count(value, in: period)))
            }
        }
    }
    append("actor", report.actors)
    append("pair", report.pairs)
    return lines.joined()
}

private func row(_ part: String, _ period: String, _ value: FacetCounts.Value, _ count: Int) -> String {
    csvLine([part, period, value.facet, value.id, value.label, String(count)])
}

private func json(_ report: ActorReport) -> JSON {
    func values(_ values: [FacetCounts.Value], _ count: (FacetCounts.Value) -> Int) -> JSON {
        .array(
            values.map {
                .object([
                    ("facet", .string($0.facet)), ("id", .string($0.id)), ("label", .string($0.label)),
                    ("count", .integer(count($0))),
                ])
            })
    }
    return .object([
        ("total", .integer(report.total)), ("actors", values(report.actors) { $0.count }),
        ("pairs", values(report.pairs) { $0.count }),
        (
            "periods",
            .array(
                report.timeline.periods.map { period in
                    .object([
                        ("period", .string(period.label)), ("total", .integer(period.total)),
                        ("actors", values(report.actors) { report.count($0, in: period) }),
                        ("pairs", values(report.pairs) { report.count($0, in: period) }),
                    ])
                })
        ),
    ])
}
