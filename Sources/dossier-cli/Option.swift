/// An option: how it is written, what `--help` says of it, and what it changes.
///
/// Parsing, help and the suggestions for misspelt options all come from these values.
struct Option: Sendable {
    /// Without the dashes: `limit`.
    let name: String
    /// The letter of the short form, as in `-n 5`.
    let short: Character?
    /// What stands for the value in `--help`; nil for an option without a value.
    let placeholder: String?
    let help: String
    /// Puts the value, empty for an option without one, into the arguments.
    let apply: @Sendable (_ arguments: inout Arguments, _ value: String) throws(UsageError) -> Void

    /// An option that is there or not.
    static func flag(
        _ name: String, short: Character? = nil, help: String,
        apply: @escaping @Sendable (_ arguments: inout Arguments) -> Void
    ) -> Option {
        Option(name: name, short: short, placeholder: nil, help: help) { arguments, _ in apply(&arguments) }
    }

    /// An option with a value.
    static func value(
        _ name: String, short: Character? = nil, _ placeholder: String, help: String,
        apply: @escaping @Sendable (_ arguments: inout Arguments, _ value: String) throws(UsageError) -> Void
    ) -> Option {
        Option(name: name, short: short, placeholder: placeholder, help: help, apply: apply)
    }

    /// As it stands in `--help`: `-n, --limit N`.
    var usage: String {
        let letter = short.map { "-\($0), " } ?? "    "
        return letter + "--" + name + (placeholder.map { " " + $0 } ?? "")
    }
}
