internal import IndexCore

/// A nondeterministic automaton over bytes, built from pieces.
///
/// Source: Thompson, "Regular expression search algorithm" (1968).
struct ByteMachine: Sendable {
    /// A piece: whatever leads from its first state to its last.
    struct Piece: Sendable {
        var first: Int
        var last: Int
    }

    private struct Edge: Sendable {
        var bytes: ClosedRange<UInt8>
        var target: Int
    }

    /// States beyond which none is built.
    static let greatestStateCount = 20_000

    private var edges: [[Edge]] = []
    private var epsilons: [[Int]] = []

    /// Whether what was asked for is too much; then the machine must not be used.
    var isTooLarge: Bool { edges.count > Self.greatestStateCount }

    mutating func addState() -> Int {
        // What is too large is not built on.
        if isTooLarge { return edges.count - 1 }
        edges.append([])
        epsilons.append([])
        return edges.count - 1
    }

    mutating func connect(_ from: Int, _ to: Int) { epsilons[from].append(to) }

    mutating func empty() -> Piece {
        let state = addState()
        return Piece(first: state, last: state)
    }

    /// These bytes, one after another.
    mutating func literal(_ bytes: some Sequence<UInt8>) -> Piece {
        var piece = empty()
        for byte in bytes where !isTooLarge {
            let next = addState()
            edges[piece.last].append(Edge(bytes: byte...byte, target: next))
            piece.last = next
        }
        return piece
    }

    /// One character of some ranges of scalar values.
    mutating func anyOf(_ ranges: [ClosedRange<UInt32>]) -> Piece {
        let (first, last) = (addState(), addState())
        for range in ranges where !isTooLarge {
            UTF8Ranges.forEach(in: range) { sequence in
                var state = first
                for (index, bytes) in sequence.enumerated() {
                    let next = index == sequence.count - 1 ? last : addState()
                    edges[state].append(Edge(bytes: bytes, target: next))
                    state = next
                }
            }
        }
        return Piece(first: first, last: last)
    }

    /// Any character that words have.
    mutating func anyCharacter() -> Piece { anyOf(CharacterRanges.all) }

    mutating func sequence(_ one: Piece, _ other: Piece) -> Piece {
        connect(one.last, other.first)
        return Piece(first: one.first, last: other.last)
    }

    mutating func either(_ one: Piece, _ other: Piece) -> Piece {
        let (first, last) = (addState(), addState())
        for piece in [one, other] {
            connect(first, piece.first)
            connect(piece.last, last)
        }
        return Piece(first: first, last: last)
    }

    /// A piece or nothing.
    mutating func optional(_ piece: Piece) -> Piece {
        let (first, last) = (addState(), addState())
        connect(first, piece.first)
        connect(piece.last, last)
        connect(first, last)
        return Piece(first: first, last: last)
    }

    /// A piece any number of times.
    mutating func repeated(_ piece: Piece) -> Piece {
        let whole = optional(piece)
        connect(piece.last, piece.first)
        return whole
    }

    /// The states of a finished machine.
    func states(of piece: Piece) -> States {
        var starts: [UInt8] = [0x20]
        for edge in edges.joined() {
            starts.append(edge.bytes.lowerBound)
            if edge.bytes.upperBound < .max { starts.append(edge.bytes.upperBound + 1) }
        }
        return States(machine: self, piece: piece, classes: ByteClasses(startingAt: starts))
    }

    /// Sets of states that a term may have led to.
    struct States: TermStates {
        fileprivate let machine: ByteMachine
        fileprivate let piece: Piece
        let classes: ByteClasses

        var start: [Int32]? {
            var states = Set<Int32>()
            machine.insert(piece.first, into: &states)
            return states.sorted()
        }

        func next(_ state: [Int32], _ byte: UInt8) -> [Int32]? {
            var states = Set<Int32>()
            for member in state {
                for edge in machine.edges[Int(member)] where edge.bytes.contains(byte) {
                    machine.insert(edge.target, into: &states)
                }
            }
            return states.isEmpty ? nil : states.sorted()
        }

        func size(of state: [Int32]) -> Int { state.count }

        func distance(_ state: [Int32]) -> Int? { state.contains(Int32(piece.last)) ? 0 : nil }
    }

    /// Inserts a state and those that nothing parts it from.
    private func insert(_ state: Int, into states: inout Set<Int32>) {
        var open = [state]
        while let state = open.popLast() {
            guard states.insert(Int32(state)).inserted else { continue }
            open += epsilons[state]
        }
    }
}

/// Ranges of scalar values.
enum CharacterRanges {
    /// Of all that words may hold: controls mark stems and languages.
    static let all: [ClosedRange<UInt32>] = [0x20...0xD7FF, 0xE000...0x10FFFF]

    /// The same characters in ranges that ascend and neither overlap nor touch.
    static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound &+ 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    /// What words may hold of the ranges.
    static func ofWords(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        ranges.flatMap { range in
            all.filter { $0.overlaps(range) }.map { $0.clamped(to: range) }
        }
    }

    /// All characters that are in none of the ranges.
    static func complement(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
        var rest: [ClosedRange<UInt32>] = []
        for range in all {
            var next = range.lowerBound
            for taken in sorted where taken.upperBound >= next && taken.lowerBound <= range.upperBound {
                if taken.lowerBound > next { rest.append(next...(taken.lowerBound - 1)) }
                next = max(next, taken.upperBound &+ 1)
            }
            if next <= range.upperBound { rest.append(next...range.upperBound) }
        }
        return rest
    }
}

/// UTF-8 of ranges of scalar values.
enum UTF8Ranges {
    /// The greatest scalar values of so many bytes.
    private static let limits: [UInt32] = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF]

    /// Calls `visit` with ranges of bytes, one for each byte of a character, which together give all characters of a range
    /// and no other.
    static func forEach(in range: ClosedRange<UInt32>, _ visit: ([ClosedRange<UInt8>]) -> Void) {
        var low = range.lowerBound
        for (index, limit) in limits.enumerated() where low <= limit {
            let high = min(range.upperBound, limit)
            if low <= high { split(low, high, byteCount: index + 1, visit) }
            if range.upperBound <= limit { return }
            low = limit + 1
        }
    }

    /// Divides a range of characters of so many bytes where the first of them change, until their last bytes are free.
    private static func split(
        _ low: UInt32, _ high: UInt32, byteCount: Int, _ visit: ([ClosedRange<UInt8>]) -> Void
    ) {
        for count in 1..<max(byteCount, 1) {
            let rest = UInt32(1) << UInt32(6 * count) - 1
            guard low & ~rest != high & ~rest else { continue }
            if low & rest != 0 {
                split(low, low | rest, byteCount: byteCount, visit)
                split((low | rest) + 1, high, byteCount: byteCount, visit)
                return
            }
            if high & rest != rest {
                split(low, (high & ~rest) - 1, byteCount: byteCount, visit)
                split(high & ~rest, high, byteCount: byteCount, visit)
                return
            }
        }
        let (first, last) = (encoded(low, byteCount), encoded(high, byteCount))
        visit(zip(first, last).map { $0...$1 })
    }

    private static func encoded(_ value: UInt32, _ byteCount: Int) -> [UInt8] {
        if byteCount == 1 { return [UInt8(value)] }
        let lead: [UInt8] = [0, 0, 0xC0, 0xE0, 0xF0]
        let rest = (1..<byteCount).map { UInt8(0x80 | value >> UInt32(6 * (byteCount - 1 - $0)) & 0x3F) }
        return [lead[byteCount] | UInt8(value >> UInt32(6 * (byteCount - 1)))] + rest
    }
}
