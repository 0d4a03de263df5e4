/// Reads the words after a command's name.
struct ArgumentParser {
    let options: [Option]
    private var words: ArraySlice<String>
    private var arguments = Arguments()

    init(options: [Option], words: [String]) {
        self.options = options
        self.words = words[...]
    }

    /// `--name value`, `--name=value`, `-n value`, `-nvalue`; `--` ends the options, `-` alone is an operand.
    mutating func parse() throws(UsageError) -> Arguments {
        while let word = words.popFirst() {
            if word == "--" {
                arguments.operands += words
                break
            } else if word.hasPrefix("--") {
                try readLong(word.dropFirst(2))
            } else if word.hasPrefix("-"), word.utf8.count > 1 {
                try readShort(word.dropFirst())
            } else {
                arguments.operands.append(word)
            }
        }
        return arguments
    }

    private mutating func readLong(_ text: Substring) throws(UsageError) {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(sides[0])
        guard let option = options.first(where: { $0.name == name }) else {
            throw UsageError("There is no option --\(name)" + suggestion(for: name))
        }
        let value = sides.count == 2 ? String(sides[1]) : nil
        if option.placeholder == nil, value != nil { throw UsageError("--\(name) takes no value.") }
        try apply(option, written: "--\(name)", value: value)
    }

    /// One letter, or several of which only the last may take a value.
    private mutating func readShort(_ text: Substring) throws(UsageError) {
        var rest = text
        while let letter = rest.popFirst() {
            guard let option = options.first(where: { $0.short == letter }) else {
                throw UsageError("There is no option -\(text)" + suggestion(for: String(text)))
            }
            if option.placeholder == nil {
                try apply(option, written: "-\(letter)", value: nil)
            } else {
                let value = rest.first == "=" ? rest.dropFirst() : rest
                try apply(option, written: "-\(letter)", value: rest.isEmpty ? nil : String(value))
                return
            }
        }
    }

    private mutating func apply(_ option: Option, written: String, value: String?) throws(UsageError) {
        var value = value
        if let placeholder = option.placeholder, value == nil {
            guard let next = words.first, !next.hasPrefix("--") else {
                throw UsageError("\(written) needs a value: \(written) \(placeholder).")
            }
            value = words.popFirst()
        }
        do {
            try option.apply(&arguments, value ?? "")
            arguments.given.append(GivenOption(name: option.name, value: value))
        } catch {
            throw UsageError("\(written): \(error)")
        }
    }

    private func suggestion(for name: String) -> String {
        if let near = nearest(to: name, among: options.map(\.name)) { return "; did you mean --\(near)?" }
        return "; words that begin with a dash come after --."
    }
}
