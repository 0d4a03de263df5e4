/// The words that tell metonyms apart, by where they stand: `cues.tsv`.
struct Cues: Sendable {
    enum Sense: String, Sendable {
        case government, place, skip
    }

    private(set) var before = Cues.List()
    private(set) var after = Cues.List()
    private(set) var nouns = Cues.List()

    /// The file as it was compiled in, and read; a test rules out that a row cannot be.
    static let bytes = embedded
    static let standard: Cues = {
        var problems = ProblemList()
        return Cues(bytes, &problems)
    }()

    init(_ bytes: [UInt8], _ problems: inout ProblemList) {
        let file = RowFile(
            name: "cues.tsv", bytes: bytes, columns: ["cue", "sense", "side"], requiredCount: 3)
        file.forEachRow(&problems) { line, fields, problems in
            guard let sense = Sense(rawValue: file.text(fields[1])) else {
                return problems.add(file.name, line, "sense is neither government, place nor skip")
            }
            let cues = bytes[fields[0]].split(separator: UInt8(ascii: "|"))
            switch file.text(fields[2]) {
            case "before": before.insert(cues, sense)
            case "after": after.insert(cues, sense)
            case "noun": nouns.insert(cues, sense)
            default: problems.add(file.name, line, "side is neither before, after nor noun")
            }
        }
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
