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

/// A deterministic automaton over the bytes of terms, whose transitions are made when a walk first asks for them.
///
/// Source of the idea: Thompson, "Regular expression search algorithm" (1968); RE2 makes its states so too.
package struct TermAutomaton<States: TermStates>: Sendable {
    /// States beyond which an automaton is given up, and their size together: some megabytes.
    package static var greatestStateCount: Int { 20_000 }
    package static var greatestSize: Int { 1 << 21 }
    static var unknown: UInt32 { .max }

    private let states: States
    private var numbers: [States.State: UInt32] = [:]
    /// By number; there is none for 0, which is dead.
    private var known: [States.State] = []
    /// Of all states.
    private var size = 0
    let classes: ByteClasses
    /// By number · classes + class.
    private(set) var transitions: [UInt32]
    /// By number: 0, or one more than the distance of a term that ends there.
    private(set) var accepts: [UInt8] = [0]

    package init(_ states: States) {
        self.states = states
        classes = states.classes
        transitions = Array(repeating: 0, count: classes.bytes.count)
        if let start = states.start { _ = number(of: start) }
    }

    /// Whether there is a term it may accept.
    var hasStart: Bool { accepts.count > 1 }

    private mutating func number(of state: States.State) -> UInt32 {
        if let known = numbers[state] { return known }
        let number = UInt32(accepts.count)
        numbers[state] = number
        known.append(state)
        size += states.size(of: state)
        accepts.append(states.distance(state).map { UInt8(min($0, 254) + 1) } ?? 0)
        transitions.append(contentsOf: repeatElement(Self.unknown, count: classes.bytes.count))
        return number
    }

    /// Makes a transition.
    ///
    /// - Returns: false where the automaton has too many states.
    mutating func learn(state: UInt32, class index: UInt8) -> Bool {
        let next = states.next(known[Int(state) - 1], classes.bytes[Int(index)])
        let place = Int(state) * classes.bytes.count + Int(index)
        transitions[place] = next.map { number(of: $0) } ?? 0
        return accepts.count <= Self.greatestStateCount && size <= Self.greatestSize
    }

    /// How far a word is from what is looked for; nil where it is not accepted.
    package func distance(of word: some Sequence<UInt8>) -> Int? {
        guard var state = states.start else { return nil }
        for byte in word {
            guard let next = states.next(state, byte) else { return nil }
            state = next
        }
        return states.distance(state)
    }
}
