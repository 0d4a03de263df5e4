/// The words of a language that tell metonyms apart, by where they stand: `cues.tsv`.
struct Cues: Sendable {
    enum Sense: String, Sendable {
        case government, place, skip
    }

    private(set) var before = Cues.List()
    private(set) var after = Cues.List()
    private(set) var nouns = Cues.List()

    /// The file as it was compiled in, and read; a test rules out that a row cannot be.
    static let bytes = embedded
    private static let standard: [String: Cues] = {
        var problems = ProblemList()
        return read(bytes, &problems)
    }()

    /// The cues of a language from a tag such as `de-AT`; English where there are none.
    static func of(_ tag: String?) -> Cues {
        let language = tag?.prefix { $0 != "-" && $0 != "_" }.lowercased()
        return language.flatMap { standard[$0] } ?? standard["en"] ?? Cues()
    }

    /// Reads the cues of each language.
    static func read(_ bytes: [UInt8], _ problems: inout ProblemList) -> [String: Cues] {
        var cues: [String: Cues] = [:]
        let file = RowFile(
            name: "cues.tsv", bytes: bytes, columns: ["cue", "sense", "side", "lang"], requiredCount: 3)
        file.forEachRow(&problems) { line, fields, problems in
            guard let sense = Sense(rawValue: file.text(fields[1])) else {
                return problems.add(file.name, line, "sense is neither government, place nor skip")
            }
            let words = bytes[fields[0]].split(separator: UInt8(ascii: "|"))
            let language = fields[3].isEmpty ? "en" : file.text(fields[3])
            switch file.text(fields[2]) {
            case "before": cues[language, default: Cues()].before.insert(words, sense)
            case "after": cues[language, default: Cues()].after.insert(words, sense)
            case "noun": cues[language, default: Cues()].nouns.insert(words, sense)
            default: problems.add(file.name, line, "side is neither before, after nor noun")
            }
        }
        return cues
    }

    /// Cues of one side.
    struct List: Sendable {
        /// Words, and two words with a space between them.
        private var cues = Vocabulary(capacity: 0)
        private var senses: [Sense] = []
        private var endings: [(bytes: [UInt8], sense: Sense)] = []

        var count: Int { senses.count + endings.count }

        fileprivate mutating func insert(_ cues: [ArraySlice<UInt8>], _ sense: Sense) {
            for cue in cues {
                if cue.first == UInt8(ascii: "*") {
                    endings.append((Array(cue.dropFirst()), sense))
                } else if Int(self.cues.insert(Array(cue))) == senses.count {
                    senses.append(sense)
                }
            }
        }

        /// What a token tells, or its last letters.
        func sense(of token: Int, _ view: TokenView) -> Sense? {
            let word = view.word(token)
            let number = cues.number(of: word)
            if number != Vocabulary.unknown { return senses[Int(number)] }
            if endings.isEmpty { return nil }
            var bytes: [UInt8] = []
            word.append(to: &bytes)
            return endings.first {
                bytes.count > $0.bytes.count + 1 && bytes.suffix($0.bytes.count) == $0.bytes[...]
            }?
            .sense
        }

        /// What two tokens tell together.
        func sense(of first: Int, _ second: Int, _ view: TokenView) -> Sense? {
            var bytes: [UInt8] = []
            view.word(first).append(to: &bytes)
            bytes.append(0x20)
            view.word(second).append(to: &bytes)
            let number = WordBytes.with(bytes) { cues.number(of: $0) } ?? Vocabulary.unknown
            return number == Vocabulary.unknown ? nil : senses[Int(number)]
        }
    }
}
