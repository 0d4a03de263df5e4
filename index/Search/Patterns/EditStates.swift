internal import IndexCore

/// States of an automaton that accepts the words at most some edits away from one: a character put in, left out,
/// exchanged for another, or exchanged with its neighbour.
///
/// A state has a bit for each number of characters of the word that may be done with so many edits. Source: Wu and Manber,
/// "Fast text searching allowing errors" (1992); transpositions as in Hyyrö, "A bit-vector algorithm for computing
/// Levenshtein and Damerau edit distances" (2003), where no stretch is edited twice.
struct EditStates: TermStates {
    /// A word of more is looked for as it is written.
    static let greatestLength = 62

    struct State: Hashable {
        /// By edits: bit i where i characters of the word may be done.
        var rows: (UInt64, UInt64, UInt64)
        /// By edits: bit i where the character after the next i was read, and the i-th may follow.
        var swaps: (UInt64, UInt64)
        /// Bytes of a character that is not whole, and how many are missing.
        var pending: UInt32 = 0
        var missing: UInt8 = 0

        static func == (left: State, right: State) -> Bool {
            left.rows == right.rows && left.swaps == right.swaps && left.pending == right.pending
                && left.missing == right.missing
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(rows.0)
            hasher.combine(rows.1)
            hasher.combine(rows.2)
            hasher.combine(swaps.0)
            hasher.combine(swaps.1)
            hasher.combine(pending)
            hasher.combine(missing)
        }
    }

    let classes: ByteClasses
    private let length: Int
    private let distance: Int
    /// By character, as its bytes make a number: where it stands in the word.
    private var places: [UInt32: UInt64] = [:]
    /// A bit for each state of a row.
    private let all: UInt64

    /// - Parameters:
    ///   - word: folded, of at most `greatestLength` characters.
    ///   - distance: at most `TermPattern.greatestDistance`.
    init(_ word: [UInt8], distance: Int) {
        var (starts, index, character) = (Set<UInt8>([0x20, 0x80, 0xC0, 0xE0, 0xF0]), 0, UInt32(0))
        for (offset, byte) in word.enumerated() {
            starts.insert(byte)
            if byte < .max { starts.insert(byte + 1) }
            character = character << 8 | UInt32(byte)
            let isLast = offset + 1 == word.count || word[offset + 1] & 0xC0 != 0x80
            guard isLast else { continue }
            places[character, default: 0] |= 1 << UInt64(index)
            (index, character) = (index + 1, 0)
        }
        length = index
        self.distance = distance
        all = (2 << UInt64(index)) - 1
        classes = ByteClasses(startingAt: starts)
    }

    var start: State? {
        var state = State(rows: (1, 0, 0), swaps: (0, 0))
        if distance > 0 { state.rows.1 = 3 & all }
        if distance > 1 { state.rows.2 = 7 & all }
        return state
    }

    func next(_ state: State, _ byte: UInt8) -> State? {
        var state = state
        if byte < 0x80 {
            guard state.missing == 0, byte >= 0x20 else { return nil }
            return read(UInt32(byte), state)
        }
        if state.missing == 0 {
            state.missing = byte < 0xC0 ? 0 : byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3
            // A byte that continues what nothing begins.
            if state.missing == 0 { return nil }
            state.pending = UInt32(byte)
            return state
        }
        guard byte < 0xC0 else { return nil }
        state.missing -= 1
        let character = state.pending << 8 | UInt32(byte)
        state.pending = state.missing == 0 ? 0 : character
        return state.missing == 0 ? read(character, state) : state
    }

    private func read(_ character: UInt32, _ state: State) -> State? {
        let places = places[character] ?? 0
        func advanced(_ row: UInt64) -> UInt64 { (row & places) << 1 }
        var next = State(rows: (advanced(state.rows.0), 0, 0), swaps: (0, 0))
        func edited(_ row: UInt64, _ before: UInt64, _ now: UInt64, _ swap: UInt64) -> UInt64 {
            // Put in: nothing is done; exchanged: one is; left out: one is beside what is now; a neighbour: two are.
            (advanced(row) | before | before << 1 | now << 1 | (swap & places) << 2) & all
        }
        if distance > 0 {
            next.rows.1 = edited(state.rows.1, state.rows.0, next.rows.0, state.swaps.0)
            next.swaps.0 = state.rows.0 & places >> 1
        }
        if distance > 1 {
            next.rows.2 = edited(state.rows.2, state.rows.1, next.rows.1, state.swaps.1)
            next.swaps.1 = state.rows.1 & places >> 1
        }
        let isAlive = next.rows.0 | next.rows.1 | next.rows.2 | next.swaps.0 | next.swaps.1 != 0
        return isAlive ? next : nil
    }

    func distance(_ state: State) -> Int? {
        if state.missing > 0 { return nil }
        let end = UInt64(1) << UInt64(length)
        if state.rows.0 & end != 0 { return 0 }
        if state.rows.1 & end != 0 { return 1 }
        return state.rows.2 & end != 0 ? 2 : nil
    }
}
