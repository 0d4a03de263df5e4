/// A regular expression, read.
indirect enum Regex: Equatable, Sendable {
    case literal(String)
    /// One character of these ranges of scalar values.
    case anyOf([ClosedRange<UInt32>])
    /// One character of none of these.
    case noneOf([ClosedRange<UInt32>])
    case sequence([Regex])
    case either([Regex])
    /// So many times; nil for any number more.
    case repeated(Regex, least: Int, most: Int?)
}

/// Reads regular expressions over words: the common part of POSIX, RE2 and Lucene.
struct RegexReader {
    /// Groups nested deeper are refused.
    private static let greatestDepth = 50
    /// More repetitions are refused.
    private static let greatestCount = 255
    /// More signs of repetition behind one thing are refused: what they make is nested as deep.
    private static let greatestQuantifierCount = 8

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    private init(_ text: String) { scalars = Array(text.unicodeScalars) }

    static func read(_ text: String) throws(PatternProblem) -> Regex {
        var reader = RegexReader(text)
        // Words are matched whole, as if these were written.
        if reader.peek == "^" { reader.position += 1 }
        let regex = try reader.alternatives()
        if reader.position < reader.scalars.count {
            throw reader.problem("There is a ) that nothing opened; write \\) for the character.")
        }
        return regex
    }

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take() -> Unicode.Scalar? {
        guard let scalar = peek else { return nil }
        position += 1
        return scalar
    }

    private func problem(_ reason: String, at index: Int? = nil) -> PatternProblem {
        let before = scalars[..<(index ?? position)]
        return PatternProblem(offset: before.reduce(0) { $0 + UTF8.width($1) }, reason: reason)
    }

    private mutating func alternatives() throws(PatternProblem) -> Regex {
        var parts = [try sequence()]
        while peek == "|" {
            position += 1
            parts.append(try sequence())
        }
        return parts.count == 1 ? parts[0] : .either(parts)
    }

    private mutating func sequence() throws(PatternProblem) -> Regex {
        var parts: [Regex] = []
        while let scalar = peek, scalar != "|", scalar != ")" {
            if scalar == "$", position + 1 == scalars.count {
                position += 1
                break
            }
            parts.append(try repeated(try atom()))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func repeated(_ atom: Regex) throws(PatternProblem) -> Regex {
        var (regex, quantifierCount) = (atom, 0)
        while let scalar = peek, "*+?{".unicodeScalars.contains(scalar) {
            guard quantifierCount < Self.greatestQuantifierCount else {
                throw problem(
                    "More than \(Self.greatestQuantifierCount) signs of repetition stand behind each other; "
                        + "write \\\(scalar) for the character.")
            }
            quantifierCount += 1
            switch scalar {
            case "*": regex = .repeated(regex, least: 0, most: nil)
            case "+": regex = .repeated(regex, least: 1, most: nil)
            case "?": regex = .repeated(regex, least: 0, most: 1)
            default:
                let (least, most) = try counts()
                regex = .repeated(regex, least: least, most: most)
                continue
            }
            position += 1
        }
        return regex
    }

    /// `{2}`, `{2,}` or `{2,3}`.
    private mutating func counts() throws(PatternProblem) -> (Int, Int?) {
        let start = position
        position += 1
        let least = number()
        var most = least
        if peek == "," {
            position += 1
            most = peek == "}" ? nil : number()
            if peek == "}", most == nil, scalars[position - 1] != "," { most = -1 }
        }
        guard let least, take() == "}", least <= Self.greatestCount,
            most.map({ $0 >= least && $0 <= Self.greatestCount }) ?? true
        else {
            throw problem(
                "After { come one or two numbers up to \(Self.greatestCount) and }, as in {2,3}; write \\{ for the character.",
                at: start)
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var digits = ""
        while let scalar = peek, ("0"..."9").contains(scalar), digits.count < 6 {
            digits.unicodeScalars.append(scalar)
            position += 1
        }
        return Int(digits)
    }

    private mutating func atom() throws(PatternProblem) -> Regex {
        let start = position
        guard let scalar = take() else { return .sequence([]) }
        switch scalar {
        case ".": return .anyOf(CharacterRanges.all)
        case "[": return try characterClass(start)
        case "(": return try group(start)
        case "*", "+", "?", "{":
            throw problem(
                "There is nothing for \(scalar) to repeat; write \\\(scalar) for the character.", at: start)
        case "\\":
            guard let escaped = take() else {
                throw problem("A \\ ends the pattern; write \\\\ for the character.", at: start)
            }
            return Self.named(escaped).map { .anyOf($0) } ?? .literal(String(escaped))
        default: return .literal(String(scalar))
        }
    }

    private mutating func group(_ start: Int) throws(PatternProblem) -> Regex {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.greatestDepth else {
            throw problem("Groups are nested more than \(Self.greatestDepth) deep.", at: start)
        }
        // A group that captures nothing is like any other.
        if position + 1 < scalars.count, scalars[position] == "?", scalars[position + 1] == ":" {
            position += 2
        }
        let inner = try alternatives()
        guard take() == ")" else { throw problem("The ( is not closed; add a ).", at: start) }
        return inner
    }

    private mutating func characterClass(_ start: Int) throws(PatternProblem) -> Regex {
        let isNegated = peek == "^"
        if isNegated { position += 1 }
        var ranges: [ClosedRange<UInt32>] = []
        while let scalar = take() {
            // A ] that stands first is a character.
            if scalar == "]", !ranges.isEmpty { return isNegated ? .noneOf(ranges) : .anyOf(ranges) }
            var low = scalar
            if scalar == "\\" {
                guard let escaped = take() else { break }
                if let named = Self.named(escaped) {
                    ranges += named
                    continue
                }
                low = escaped
            }
            var high = low
            if peek == "-", position + 1 < scalars.count, scalars[position + 1] != "]" {
                position += 1
                high = take() ?? low
                if high == "\\" { high = take() ?? low }
            }
            guard low <= high else {
                throw problem("The range \(low)-\(high) runs backwards.", at: position - 3)
            }
            ranges.append(low.value...high.value)
        }
        throw problem("The [ is not closed; add a ], or write \\[ for the character.", at: start)
    }

    /// `\d`, `\w` and their contraries; nil for another character.
    private static func named(_ scalar: Unicode.Scalar) -> [ClosedRange<UInt32>]? {
        let digits: [ClosedRange<UInt32>] = [0x30...0x39]
        // What else words hold stands inside them: ' . and ,
        let marks: [ClosedRange<UInt32>] = [0x27...0x27, 0x2C...0x2C, 0x2E...0x2E]
        switch scalar {
        case "d": return digits
        case "D": return CharacterRanges.complement(of: digits)
        case "w": return CharacterRanges.complement(of: marks + [0x20...0x20])
        case "W": return marks
        default: return nil
        }
    }
}
