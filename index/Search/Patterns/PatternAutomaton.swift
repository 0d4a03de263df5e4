internal import IndexAnalysis
internal import IndexCore

/// What a pattern accepts, as an automaton over folded words.
enum PatternAutomaton: Sendable {
    case machine(TermAutomaton)
    case edits(TermAutomaton, length: Int)

    /// - Throws: for what is no pattern, or too large a one.
    init(_ pattern: TermPattern, _ tokenizer: Tokenizer) throws(PatternProblem) {
        switch pattern {
        case .prefix(let text):
            self = try Self.machine { machine in
                let start = machine.literal(tokenizer.fold(Array(text.utf8)))
                let any = machine.anyCharacter()
                return machine.sequence(start, machine.repeated(any))
            }
        case .wildcard(let text):
            self = try Self.machine { machine in Self.wildcard(text, tokenizer, &machine) }
        case .regex(let text):
            // Once, however often a class is repeated.
            let regex = Self.folded(try RegexReader.read(text), tokenizer)
            self = try Self.machine { machine in Self.piece(regex, tokenizer, &machine) }
        case .fuzzy(let text, let distance):
            let word = tokenizer.fold(Array(text.utf8))
            let length = word.count { $0 & 0xC0 != 0x80 }
            let wanted = distance ?? TermPattern.usualDistance(ofLength: length)
            guard length <= EditStates.greatestLength else {
                // Looked for as it is written.
                self = try Self.machine { machine in machine.literal(word) }
                return
            }
            // As many edits as it has characters would make it any word.
            let allowed = min(wanted, TermPattern.greatestDistance, max(0, length - 1))
            self = .edits(TermAutomaton(EditStates(word, distance: allowed)), length: length)
        }
    }

    /// How far a folded word is from what is looked for; nil where it does not match.
    func distance(of word: some Collection<UInt8>) -> Int? {
        switch self {
        case .machine(let automaton): automaton.distance(of: word)
        case .edits(let automaton, let length):
            automaton.distance(of: word).flatMap { distance in
                Self.closeness(distance, length, word) > 0 ? distance : nil
            }
        }
    }

    /// How close a word is to one of so many characters: 1 for itself, 0 for one that has nothing left of it, which is no
    /// longer like it. Source: Lucene's `FuzzyTermsEnum`.
    static func closeness(_ distance: Int, _ length: Int, _ word: some Collection<UInt8>) -> Double {
        // The mark of a language is no character.
        let letters = word.count { $0 & 0xC0 != 0x80 && $0 >= 0x20 }
        return max(0, 1 - Double(distance) / Double(max(1, min(length, letters))))
    }

    private static func machine(
        _ make: (inout ByteMachine) -> ByteMachine.Piece
    ) throws(PatternProblem) -> PatternAutomaton {
        var machine = ByteMachine()
        let piece = make(&machine)
        guard !machine.isTooLarge else {
            throw PatternProblem(offset: 0, reason: "The pattern is too large: repeat less, or part it.")
        }
        return .machine(TermAutomaton(machine.states(of: piece)))
    }

    private static func wildcard(
        _ text: String, _ tokenizer: Tokenizer, _ machine: inout ByteMachine
    ) -> ByteMachine.Piece {
        var piece = machine.empty()
        var (literal, isEscaped) = ("", false)
        func flush(_ machine: inout ByteMachine) {
            let bytes = tokenizer.fold(Array(literal.utf8))
            if !bytes.isEmpty { piece = machine.sequence(piece, machine.literal(bytes)) }
            literal = ""
        }
        for character in text.unicodeScalars {
            switch character {
            case "\\" where !isEscaped:
                isEscaped = true
                continue
            case "*" where !isEscaped:
                flush(&machine)
                let any = machine.anyCharacter()
                piece = machine.sequence(piece, machine.repeated(any))
            case "?" where !isEscaped:
                flush(&machine)
                piece = machine.sequence(piece, machine.anyCharacter())
            default: literal.unicodeScalars.append(character)
            }
            isEscaped = false
        }
        flush(&machine)
        return piece
    }

    private static func piece(
        _ regex: Regex, _ tokenizer: Tokenizer, _ machine: inout ByteMachine
    ) -> ByteMachine.Piece {
        switch regex {
        case .literal(let text): return machine.literal(tokenizer.fold(Array(text.utf8)))
        case .anyOf(let ranges): return machine.anyOf(CharacterRanges.ofWords(ranges))
        case .noneOf(let ranges): return machine.anyOf(CharacterRanges.complement(of: ranges))
        case .sequence(let parts):
            return parts.reduce(machine.empty()) { whole, part in
                let next = piece(part, tokenizer, &machine)
                return machine.sequence(whole, next)
            }
        case .either(let parts):
            return parts.dropFirst().reduce(piece(parts[0], tokenizer, &machine)) { whole, part in
                let next = piece(part, tokenizer, &machine)
                return machine.either(whole, next)
            }
        case .repeated(let part, let least, let most):
            var whole = machine.empty()
            for _ in 0..<least where !machine.isTooLarge {
                let next = piece(part, tokenizer, &machine)
                whole = machine.sequence(whole, next)
            }
            guard let most else {
                let next = piece(part, tokenizer, &machine)
                return machine.sequence(whole, machine.repeated(next))
            }
            for _ in least..<most where !machine.isTooLarge {
                let next = piece(part, tokenizer, &machine)
                whole = machine.sequence(whole, machine.optional(next))
            }
            return whole
        }
    }

    /// A regular expression whose classes hold folded characters as well.
    private static func folded(_ regex: Regex, _ tokenizer: Tokenizer) -> Regex {
        switch regex {
        case .literal: regex
        case .anyOf(let ranges): .anyOf(folded(ranges, tokenizer))
        // What is not A is not a.
        case .noneOf(let ranges): .noneOf(folded(ranges, tokenizer))
        case .sequence(let parts): .sequence(parts.map { folded($0, tokenizer) })
        case .either(let parts): .either(parts.map { folded($0, tokenizer) })
        case .repeated(let part, let least, let most):
            .repeated(folded(part, tokenizer), least: least, most: most)
        }
    }

    /// Ranges with what their characters become when they are folded, as far as that is one character; of many
    /// characters at once it is not asked. Ascending and apart, however they are written.
    private static func folded(
        _ ranges: [ClosedRange<UInt32>], _ tokenizer: Tokenizer
    ) -> [ClosedRange<UInt32>] {
        var all = ranges
        for range in CharacterRanges.merged(ranges.filter { $0.count <= 512 }) {
            for scalar in range.compactMap(Unicode.Scalar.init) {
                let folded = String(decoding: tokenizer.fold(Array(String(scalar).utf8)), as: UTF8.self)
                let scalars = folded.unicodeScalars
                if scalars.count == 1, let one = scalars.first, one != scalar {
                    all.append(one.value...one.value)
                }
            }
        }
        return CharacterRanges.merged(all)
    }
}
