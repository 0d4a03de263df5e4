import Dossier

extension Option {
    /// Options of every command that ranks.
    static let ranking = [k1, b, fieldWeight]

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

    /// Options of `eval ranking`.
    static let evaluatedRanking = ranking + [index, perQuery, runFile]

    private static let perQuery = flag("per-query", help: "Print the measures of each query too.") {
        $0.listsQueries = true
    }
    private static let runFile = value(
        "run", "FILE", help: "Write what was found to FILE, as trec_eval reads it."
    ) { $0.runFile = $1 }
}
