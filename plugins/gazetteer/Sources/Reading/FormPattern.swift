/// The readings of a form with `x?`, `(a|b)` and `(the )?`.
struct FormPattern {
    /// Why a pattern cannot be read.
    struct Problem: Error { let reason: String }

    static let maximumReadingCount = 64

    private let bytes: [UInt8]
    private var offset = 0

    /// Whether `bytes` hold a sign that this type reads.
    static func isPattern(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        for offset in range {
            // ? ( ) |, all between 0x28 and 0x7C.
            switch bytes[offset] {
            case 0x28, 0x29, 0x3F, 0x7C: return true
            default: continue
            }
        }
        return false
    }

    /// The texts that a pattern stands for, each once, without its optional parts first.
    static func readings(of pattern: [UInt8]) throws(Problem) -> [[UInt8]] {
        var reader = FormPattern(bytes: pattern)
        let readings = try reader.sequence(isInner: false)
        var seen: Set<[UInt8]> = []
        return readings.map(joinedAtSpaces).filter { seen.insert($0).inserted }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func sequence(isInner: Bool) throws(Problem) -> [[UInt8]] {
        var readings: [[UInt8]] = [[]]
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "("):
                offset += 1
                let parts = try group()
                readings = try product(readings, skipOptional() ? [[]] + parts : parts)
            case UInt8(ascii: ")"), UInt8(ascii: "|"):
                if isInner { return readings }
                let sign = Unicode.Scalar(bytes[offset])
                throw Problem(reason: "the form has “\(sign)” outside brackets")
            case UInt8(ascii: "?"): throw Problem(reason: "the form has “?” after nothing")
            default:
                let letter = nextLetter()
                if letter == [0x20], offset < bytes.count, bytes[offset] == UInt8(ascii: "?") {
                    throw Problem(reason: "the form has “?” after a space")
                }
                readings = try product(readings, skipOptional() ? [[], letter] : [letter])
            }
        }
        if isInner { throw Problem(reason: "the form has “(” without “)”") }
        return readings
    }

    private mutating func group() throws(Problem) -> [[UInt8]] {
        var parts: [[UInt8]] = []
        while true {
            parts += try sequence(isInner: true)
            let sign = bytes[offset]
            offset += 1
            if sign == UInt8(ascii: ")") { return parts }
        }
    }

    private mutating func nextLetter() -> [UInt8] {
        let start = offset
        offset += 1
        while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
        return Array(bytes[start..<offset])
    }

    private mutating func skipOptional() -> Bool {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "?") else { return false }
        offset += 1
        return true
    }

    private func product(_ heads: [[UInt8]], _ tails: [[UInt8]]) throws(Problem) -> [[UInt8]] {
        guard heads.count * tails.count <= Self.maximumReadingCount else {
            throw Problem(reason: "the form has more than \(Self.maximumReadingCount) readings")
        }
        return heads.flatMap { head in tails.map { head + $0 } }
    }

    /// One space where an optional part left several, and none at the ends.
    private static func joinedAtSpaces(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes.split(separator: 0x20).joined(separator: [0x20]))
    }
}
