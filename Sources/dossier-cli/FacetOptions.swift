import Dossier

// Options about facets, and about the order of hits.
extension Option {
    static let anyOf = value(
        "any-of", "NAME=VALUE,…",
        help:
            "Only articles with one of these values of a facet at least. The facet is then counted as with --sideways. "
            + "May be repeated: each must hold. A comma within a name has a space behind it, or a backslash before it.",
        completion: .facetAndValues
    ) { arguments, text throws(UsageError) in
        arguments.request.filters.append(try filter(text, isExcluded: false))
        arguments.request.countsSideways = true
    }
    static let not = value(
        "not", "NAME=VALUE,…", help: "Only articles with none of these values of a facet; may be repeated.",
        completion: .facetAndValues
    ) { arguments, text throws(UsageError) in
        arguments.request.filters.append(try filter(text, isExcluded: true))
    }
    static let sideways = flag(
        "sideways",
        help:
            "Count each facet as if the filters on it were off: what else could be chosen. Chosen values are marked."
    ) { $0.request.countsSideways = true }

    /// Options of `facets` alone.
    static let tabulating = [match, countedPeriod, ranges, bars, commaSeparated]

    private static let match = value(
        "match", "TEXT",
        help: "Only values that have this text in their name, id or another name, whatever case and accents."
    ) { $0.request.facetValueText = $1 }
    private static let countedPeriod = value(
        "by", "PERIOD", help: "For date: year, the default, month or day.",
        completion: .choices(TimelinePeriod.allCases.map(\.rawValue))
    ) {
        arguments, text throws(UsageError) in
        arguments.period = try timelinePeriod(text)
    }
    private static let ranges = value(
        "ranges", "RANGES",
        help:
            "Count by ranges of numbers, both ends included: ..99,100..999,1000.. for length, 2010..2014 for years."
    ) { arguments, text throws(UsageError) in
        arguments.ranges = try text.split(separator: ",").map { part throws(UsageError) in
            guard let range = NumberRange(String(part)) else {
                throw UsageError("‘\(part)’ is no range of numbers such as 100..999, ..99 or 1000..")
            }
            return range
        }
    }
    private static let bars = flag("plot", help: "Draw the counts as bars.") { $0.draws = true }
    private static let commaSeparated = format("csv", .csv, "Print comma-separated values.")

    static let sort = value(
        "sort", "KEY",
        help:
            "What hits are sorted by: relevance, the default; date, title, length or the name of a facet; from the "
            + "greatest down with a dash before it: -date. Hits without it come last.",
        completion: .order
    ) { arguments, text throws(UsageError) in
        arguments.request.sort = try sortOrder(text)
    }
    static let after = value(
        "after", "PLACE",
        help: "Print the hits that follow this place, which the page before named, however deep it is."
    ) { $0.request.after = $1 }

    private static func filter(
        _ text: String, isExcluded: Bool
    ) throws(UsageError) -> SearchRequest.Filter {
        let sides = text.split(separator: "=", maxSplits: 1)
        guard sides.count == 2 else { throw UsageError("‘\(text)’ is not of the form NAME=VALUE,VALUE.") }
        return .init(facet: String(sides[0]), values: listedValues(sides[1]), isExcluded: isExcluded)
    }
}

/// Values between commas; a comma before a space, or behind a backslash, is one of a name: `KR,Korea, Republic of`.
func listedValues(_ text: Substring) -> [String] {
    var (values, rest) = ([""], text)
    while let character = rest.popFirst() {
        if character == "\\", rest.first == "," {
            values[values.count - 1].append(rest.removeFirst())
        } else if character == ",", rest.first != " " {
            values.append("")
        } else {
            values[values.count - 1].append(character)
        }
    }
    return values
}

func timelinePeriod(_ text: String) throws(UsageError) -> TimelinePeriod {
    guard let period = TimelinePeriod(rawValue: text) else {
        throw UsageError("‘\(text)’ is no period; there are year, month and day.")
    }
    return period
}

/// `date`, `-date`, `relevance`, the name of a facet.
func sortOrder(_ text: String) throws(UsageError) -> SearchRequest.Sort {
    if text == "relevance" { return .relevance }
    let name = text.hasPrefix("-") ? String(text.dropFirst()) : text
    guard !name.isEmpty, name != "relevance" else {
        throw UsageError(
            "‘\(text)’ is no order; there are relevance, date, -date, title, length and facets' names.")
    }
    let key: SearchRequest.SortKey =
        switch name {
        case "date": .date
        case "title": .title
        case "length": .length
        default: .facet(name)
        }
    return text.hasPrefix("-") ? .descending(key) : .ascending(key)
}
