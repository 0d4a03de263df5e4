/// An option: how it is written, what `--help` says of it, what completes it, and what it changes.
///
/// Parsing, help, man pages, completions, the config file and the suggestions for misspelt options all come from these
/// values.
struct Option: Sendable {
    /// Without the dashes: `limit`.
    let name: String
    /// The letter of the short form, as in `-n 5`.
    let short: Character?
    /// What stands for the value in `--help`; nil for an option without a value.
    let placeholder: String?
    let help: String
    let completion: Completion
    /// Puts the value, empty for an option without one, into the arguments.
    let apply: @Sendable (_ arguments: inout Arguments, _ value: String) throws(UsageError) -> Void

    /// An option that is there or not.
    static func flag(
        _ name: String, short: Character? = nil, help: String,
        apply: @escaping @Sendable (_ arguments: inout Arguments) -> Void
    ) -> Option {
        Option(name: name, short: short, placeholder: nil, help: help, completion: .nothing) { arguments, _ in
            apply(&arguments)
        }
    }

    /// An option with a value.
    static func value(
        _ name: String, short: Character? = nil, _ placeholder: String, help: String,
        completion: Completion = .nothing,
        apply: @escaping @Sendable (_ arguments: inout Arguments, _ value: String) throws(UsageError) -> Void
    ) -> Option {
        Option(
            name: name, short: short, placeholder: placeholder, help: help, completion: completion,
            apply: apply)
    }

    /// As it stands in `--help`: `-n, --limit N`.
    var usage: String {
        let letter = short.map { "-\($0), " } ?? "    "
        return letter + "--" + name + (placeholder.map { " " + $0 } ?? "")
    }
}

/// What a shell may offer for the value of an option, or for a command's words.
enum Completion: Sendable, Equatable {
    case nothing
    case file
    case folder
    case choices([String])
    case command
    /// The name of a facet in the index.
    case facet
    /// A value of a facet in the index.
    case valueOfFacet(String)
    /// `NAME=VALUE`.
    case facetAndValue
    /// `NAME=VALUE,VALUE`.
    case facetAndValues
    /// What hits are sorted by.
    case order
    /// Words, among them values of facets, as in `country:KR`.
    case query
    /// The name of a saved query.
    case savedQuery
    /// The id of an article.
    case identifier
    /// A commit that is kept.
    case commit
    /// Of one operand after another; the last is that of all that follow.
    indirect case operands([Completion])

    var isPath: Bool { self == .file || self == .folder }

    /// That of an operand behind so many.
    func ofOperand(_ index: Int) -> Completion {
        guard case .operands(let completions) = self else { return self }
        return completions[min(index, completions.count - 1)]
    }
}
