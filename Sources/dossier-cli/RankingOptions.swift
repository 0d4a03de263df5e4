import Dossier
import PluginAPI

extension Option {
    /// Options of every command that ranks.
    static let ranking = [k1, b, fieldWeight, recency, recencyDay, prefer, proximity]

    static let k1 = value(
        "k1", "X", help: "How slowly a word's repetitions stop counting, BM25's k1; 1.2 by default."
    ) { arguments, text throws(UsageError) in
        arguments.request.k1 = try decimal(text, in: 0...1000)
    }
    static let b = value(
        "b", "X", help: "How much long articles are held back, BM25's b, from 0 to 1; 0.75 by default."
    ) { arguments, text throws(UsageError) in
        arguments.request.b = try decimal(text, in: 0...1)
    }

    static let fieldWeight = value(
        "weight", "FIELD=W",
        help:
            "What words in a field count, such as title=2; 0.5 for titles by default, 1 elsewhere; may be repeated."
    ) { arguments, text throws(UsageError) in
        let sides = text.split(separator: "=", maxSplits: 1)
        guard sides.count == 2, let weight = Double(sides[1]) else {
            throw UsageError("‘\(text)’ is not of the form FIELD=W with a number W.")
        }
        arguments.request.fieldWeights[String(sides[0])] = weight
    }

    static let recency = value(
        "recency", "DAYS[^W]",
        help:
            "Let articles count more the nearer their date is to today: one of today counts 1 + W times as much as one of "
            + "long ago, twice without W, and the lead halves every DAYS."
    ) { arguments, text throws(UsageError) in
        let (days, weight) = try weighted(text)
        guard let halfLife = Double(days) else {
            throw UsageError("‘\(text)’ is not of the form DAYS or DAYS^W, such as 30 or 30^2.")
        }
        arguments.request.recency = .init(halfLifeDays: halfLife, day: arguments.recencyDay ?? today())
        if let weight { arguments.request.recency?.weight = weight }
    }
    static let recencyDay = value(
        "recency-from", "DATE",
        help: "The day that --recency counts from, before and after, instead of today by UTC."
    ) { arguments, text throws(UsageError) in
        let day = try DateArgument(text).last
        arguments.recencyDay = day
        arguments.request.recency?.day = day
    }
    static let prefer = value(
        "prefer", "QUERY[^W]",
        help:
            "Multiply the scores of articles that match QUERY, whatever is searched for, by W: 2 without W, and below 1 to hold "
            + "them back. For example 'publisher:Reuters^1.5', 'zone:title sanctions', 'country:KR^0.5'; may be repeated.",
        completion: .query
    ) { arguments, text throws(UsageError) in
        let (query, weight) = try weighted(text)
        var preference = SearchRequest.Preference(query)
        if let weight { preference.weight = weight }
        arguments.request.preferences.append(preference)
    }
    static let proximity = value(
        "proximity", "W",
        help:
            "What two words that follow one another in the query add where they stand within eight words of each other, in "
            + "shares of what the lighter one counts, such as 0.5; nothing by default."
    ) { arguments, text throws(UsageError) in
        arguments.request.proximityWeight = try decimal(text, in: 0...100)
    }

    /// Parts `TEXT^W`; no weight for a text without one.
    private static func weighted(_ text: String) throws(UsageError) -> (text: String, weight: Double?) {
        guard let sign = text.lastIndex(of: "^") else { return (text, nil) }
        let tail = text[text.index(after: sign)...]
        if let weight = Double(tail) { return (String(text[..<sign]), weight) }
        // The sign may be one of the query's words.
        if tail.contains(where: { $0.isWhitespace || "\")".contains($0) }) { return (text, nil) }
        throw UsageError("‘\(tail)’ behind the ^ of ‘\(text)’ is not a number.")
    }

    /// Options of `eval ranking`.
    static let evaluatedRanking = ranking + [index, perQuery, runFile]

    private static let perQuery = flag("per-query", help: "Print the measures of each query too.") {
        $0.listsQueries = true
    }
    private static let runFile = value(
        "run", "FILE", help: "Write what was found to FILE, as trec_eval reads it."
    ) { $0.runFile = $1 }
}
