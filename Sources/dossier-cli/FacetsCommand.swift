import Dossier
import JSONValues
import TerminalText

extension Command {
    static let facets = Command(
        name: "facets", summary: "Count the articles that carry each value of a facet, the commonest first.",
        operands: "[NAME]", operandCount: 0...1,
        details: """
            Without NAME, every facet; ‘actor’ counts countries and alliances together, ‘pair’ two actors in one sentence, \
            ‘date’ the years, months or days of publication, and ‘length’ the words of the body. With a query or \
            filters, only the articles that match are counted.

              dossier facets country --query sanctions --from 2014 --to 2016
              dossier facets country --any-of country=KR,JP --not alliance=NATO
              dossier facets person --match kim --plot
              dossier facets date --by month --query missile --csv > missile.csv
              dossier facets length --ranges ..99,100..999,1000..

            CSV has the columns facet, id, label, articles.
            """,
        options: [.valueLimit, .query] + Option.tabulating + Option.narrowing + [.sideways, .cite, .json]
            + Option.opening,
        completion: .facet, run: runFacets)
}

private func runFacets(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let arguments = arguments.stoppable()
    let index = try arguments.openIndex()
    let (facets, isPartial, notes) = try counts(arguments, of: index)
    let cited = try arguments.cited("facets", index, isPartial: isPartial)
    if arguments.isJSON {
        writeOut(JSON.object([("facets", .facets(facets, limit: arguments.limit))]).citing(cited).line)
    } else if arguments.format == .csv {
        writeOut(csv(facets, limit: arguments.limit))
    } else {
        let limit = arguments.limit ?? (arguments.operands.isEmpty ? 10 : Int.max)
        let table = FacetTable(screen: screen, limit: limit, draws: arguments.draws)
        let text = facets.map(table.text).joined(separator: "\n")
        writePaged(text + (cited?.text(on: screen) ?? ""), on: screen)
    }
    notes.forEach(complain)
    if isPartial { arguments.complainOfPartial("the counts are too low.") }
    return arguments.stop?.exitCode ?? .success
}

/// What is counted beside facets, unless there is one of that name.
private enum Measure: String {
    case date, length
}

private func counts(
    _ arguments: Arguments, of index: SearchIndex
) throws -> (facets: [FacetCounts], isPartial: Bool, notes: [String]) {
    var request = arguments.request
    request.limit = 0
    let name = arguments.operands.first
    let measure = name.flatMap { index.facetNames.contains($0) ? nil : Measure(rawValue: $0) }
    if arguments.period != nil, measure != .date { throw UsageError("--by is for ‘dossier facets date’.") }
    if measure == .date {
        let timeline = try index.timeline(request, by: arguments.period ?? .year)
        return ([FacetCounts(timeline)], timeline.isPartial, timeline.notes)
    }
    if measure == .length {
        let lengths = try index.lengthCounts(request, in: arguments.ranges ?? usualLengths)
        return ([lengths.counts], lengths.isPartial, index.notes(on: request))
    }
    if let ranges = arguments.ranges {
        guard let name else { throw UsageError("--ranges needs the NAME of a facet, or length.") }
        let found = try index.rangeCounts(request, of: name, in: ranges)
        return ([found.counts], found.isPartial, index.notes(on: request))
    }
    request.countedFacets = name.map { [$0] } ?? index.facetNames
    let results = try index.search(request)
    return (results.facets, results.isPartial, results.notes)
}

/// Words of a body: those of a note, a report, an essay.
private let usualLengths = ["..99", "100..299", "300..999", "1000..2999", "3000.."].compactMap(
    NumberRange.init)

private func csv(_ facets: [FacetCounts], limit: Int?) -> String {
    var lines = [csvLine(["facet", "id", "label", "articles"])]
    for counts in facets {
        for value in counts.values.prefix(limit ?? Int.max) {
            lines.append(csvLine([counts.facet, value.id, value.label, String(value.count)]))
        }
    }
    return lines.joined()
}

extension FacetCounts {
    /// The value as it is shown in text, with a mark where it was chosen.
    static func marked(_ value: Value) -> String {
        switch value.choice {
        case .included: "✓ " + printable(value.label)
        case .excluded: "✗ " + printable(value.label)
        case nil: printable(value.label)
        }
    }

    /// The values that were chosen come first.
    var choicesFirst: [Value] { values.filter { $0.choice != nil } + values.filter { $0.choice == nil } }
}
