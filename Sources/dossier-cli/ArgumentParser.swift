/// Reads the words after a command's name.
struct ArgumentParser {
    /// An option that is set, and where.
    struct Setting: Sendable {
        let option: Option
        /// For messages: `--limit`, or a place in a file.
        let written: String
        let value: String

        func apply(to arguments: inout Arguments) throws(UsageError) {
            do {
                try option.apply(&arguments, value)
                let given = option.placeholder == nil ? nil : value
                arguments.given.append(GivenOption(name: option.name, value: given))
            } catch {
                throw UsageError("\(written): \(error)")
            }
        }
    }

    let options: [Option]
    private var words: ArraySlice<String>
    private var operands: [String] = []
    private var settings: [Setting] = []
    /// Options that `--no-NAME` takes back.
    private var withdrawn: Set<String> = []

    init(options: [Option], words: [String]) {
        self.options = options
        self.words = words[...]
    }

    /// `--name value`, `--name=value`, `-n value`, `-nvalue`; `--` ends the options, `-` alone is an operand. `--no-name`
    /// takes back what stands before it, or in `defaults`.
    ///
    /// - Parameter defaults: what holds for options that are not among the words.
    mutating func parse(
        over defaults: (_ isAsked: (String) -> Bool) -> [Setting] = { _ in [] }
    ) throws(UsageError) -> Arguments {
        while let word = words.popFirst() {
            if word == "--" {
                operands += words
                break
            } else if word.hasPrefix("--") {
                try readLong(word.dropFirst(2))
            } else if word.hasPrefix("-"), word.utf8.count > 1 {
                try readShort(word.dropFirst())
            } else {
                operands.append(word)
            }
        }
        let decided = withdrawn.union(settings.map(\.option.name))
        var arguments = Arguments()
        arguments.operands = operands
        for setting in defaults(decided.contains) where !decided.contains(setting.option.name) {
            try setting.apply(to: &arguments)
        }
        for setting in settings { try setting.apply(to: &arguments) }
        return arguments
    }

    private mutating func readLong(_ text: Substring) throws(UsageError) {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(sides[0])
        guard let option = options.first(where: { $0.name == name }) else {
            if sides.count == 1, withdraws(name) { return }
            throw UsageError("There is no option --\(name)" + suggestion(for: name))
        }
        let value = sides.count == 2 ? String(sides[1]) : nil
        if option.placeholder == nil, value != nil { throw UsageError("--\(name) takes no value.") }
        try set(option, written: "--\(name)", value: value)
    }

    private mutating func withdraws(_ name: String) -> Bool {
        guard name.hasPrefix("no-") else { return false }
        let positive = String(name.dropFirst(3))
        guard options.contains(where: { $0.name == positive }) else { return false }
        settings.removeAll { $0.option.name == positive }
        withdrawn.insert(positive)
        return true
    }

    /// One letter, or several of which only the last may take a value.
    private mutating func readShort(_ text: Substring) throws(UsageError) {
        var rest = text
        while let letter = rest.popFirst() {
            guard let option = options.first(where: { $0.short == letter }) else {
                throw UsageError("There is no option -\(text)" + suggestion(for: String(text)))
            }
            if option.placeholder == nil {
                try set(option, written: "-\(letter)", value: nil)
            } else {
                let value = rest.first == "=" ? rest.dropFirst() : rest
                try set(option, written: "-\(letter)", value: rest.isEmpty ? nil : String(value))
                return
            }
        }
    }

    private mutating func set(_ option: Option, written: String, value: String?) throws(UsageError) {
        var value = value
        if let placeholder = option.placeholder, value == nil {
            guard let next = words.first, !next.hasPrefix("--") else {
                throw UsageError("\(written) needs a value: \(written) \(placeholder).")
            }
            value = words.popFirst()
        }
        settings.append(Setting(option: option, written: written, value: value ?? ""))
    }

    private func suggestion(for name: String) -> String {
        if let near = nearest(to: name, among: options.map(\.name)) { return "; did you mean --\(near)?" }
        return "; words that begin with a dash come after --."
    }
}
