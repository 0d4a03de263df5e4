/// Bytes that are taken for each other: no transition tells them apart.
package struct ByteClasses: Sendable {
    /// By byte.
    package let classOfByte: [UInt8]
    /// By class one of its bytes.
    package let bytes: [UInt8]

    /// - Parameter starts: bytes at which another class begins.
    package init(startingAt starts: some Sequence<UInt8>) {
        let starts = Set(starts)
        var (classOfByte, bytes) = ([UInt8](), [UInt8(0)])
        for byte in UInt8.min...UInt8.max {
            if byte > 0, starts.contains(byte) { bytes.append(byte) }
            classOfByte.append(UInt8(bytes.count - 1))
        }
        self.classOfByte = classOfByte
        self.bytes = bytes
    }
}

/// What an automaton over the bytes of terms does; a state is whatever tells two of them apart.
package protocol TermStates: Sendable {
    associatedtype State: Hashable, Sendable

    var classes: ByteClasses { get }
    /// Nil for one that accepts nothing.
    var start: State? { get }

    /// The state after a byte; nil where no term goes on so.
    func next(_ state: State, _ byte: UInt8) -> State?

    /// How far a term that ends in a state is from what is looked for; nil where none ends there.
    func distance(_ state: State) -> Int?

    /// What of it takes memory, in words of some bytes.
    func size(of state: State) -> Int
}

extension TermStates {
    package func size(of state: State) -> Int { 1 }
}

/// States by number, made when they are first met.
private protocol NumberedStates: Sendable {
    /// How far a term that ends in a state is; nil where none ends there. By number − 1; there is none for 0, which is dead.
    var distances: [Int?] { get }
    /// Of all states, as `TermStates` tells it.
    var size: Int { get }

    /// The number of the state after a byte; 0 where no term goes on so.
    mutating func next(_ number: UInt32, _ byte: UInt8) -> UInt32

    func distance(of word: some Sequence<UInt8>) -> Int?
}

private struct StateNumbers<States: TermStates>: NumberedStates {
    let states: States
    private var numbers: [States.State: UInt32] = [:]
    private var known: [States.State] = []
    private(set) var distances: [Int?] = []
    private(set) var size = 0

    init(_ states: States) {
        self.states = states
        if let start = states.start { _ = number(of: start) }
    }

    private mutating func number(of state: States.State) -> UInt32 {
        if let known = numbers[state] { return known }
        known.append(state)
        distances.append(states.distance(state))
        size += states.size(of: state)
        numbers[state] = UInt32(known.count)
        return UInt32(known.count)
    }

    mutating func next(_ number: UInt32, _ byte: UInt8) -> UInt32 {
        states.next(known[Int(number) - 1], byte).map { self.number(of: $0) } ?? 0
    }

    func distance(of word: some Sequence<UInt8>) -> Int? {
        guard var state = states.start else { return nil }
        for byte in word {
            guard let next = states.next(state, byte) else { return nil }
            state = next
        }
        return states.distance(state)
    }
}

/// A deterministic automaton over the bytes of terms, whose transitions are made when a walk first asks for them.
///
/// Source of the idea: Thompson, "Regular expression search algorithm" (1968); RE2 makes its states so too.
package struct TermAutomaton: Sendable {
    /// States beyond which an automaton is given up, and their size together: some megabytes.
    package static let greatestStateCount = 20_000
    package static let greatestSize = 1 << 21
    static let unknown = UInt32.max

    /// Asked once for each transition.
    private var states: any NumberedStates
    let classes: ByteClasses
    /// By number · classes + class.
    private(set) var transitions: [UInt32]
    /// By number: 0, or one more than the distance of a term that ends there.
    private(set) var accepts: [UInt8] = [0]

    package init(_ states: some TermStates) {
        self.states = StateNumbers(states)
        classes = states.classes
        transitions = Array(repeating: 0, count: classes.bytes.count)
        takeNewStates()
    }

    /// Whether there is a term it may accept.
    var hasStart: Bool { accepts.count > 1 }

    private mutating func takeNewStates() {
        for distance in states.distances[(accepts.count - 1)...] {
            accepts.append(distance.map { UInt8(min($0, 254) + 1) } ?? 0)
            transitions.append(contentsOf: repeatElement(Self.unknown, count: classes.bytes.count))
        }
    }

    /// Makes a transition.
    ///
    /// - Returns: false where the automaton has too many states.
    mutating func learn(state: UInt32, class index: UInt8) -> Bool {
        transitions[Int(state) * classes.bytes.count + Int(index)] = states.next(
            state, classes.bytes[Int(index)])
        takeNewStates()
        return accepts.count <= Self.greatestStateCount && states.size <= Self.greatestSize
    }

    /// How far a word is from what is looked for; nil where it is not accepted.
    package func distance(of word: some Sequence<UInt8>) -> Int? { states.distance(of: word) }
}
