/// The forms of an automaton by their symbols: the forms at a node share the symbols on the path to it.
struct Trie: Sendable {
    /// No node, and no form.
    static let none: UInt32 = 0

    /// By word or prefix number: the node that begins with it, or `none`.
    private var firstByWord: [UInt32]
    private var firstByPrefix: [UInt32]
    /// Open addressing over a power of two slots: a node and a symbol, and the node they lead to. Node 0 is none.
    private var keys: [UInt64]
    private var targets: [UInt32]
    /// By node: the first of its forms plus one, and what leads on from it.
    private var firstForms: [UInt32] = [0]
    private var exits: [Exits] = [[]]
    /// By form: the next one of the same node plus one. A facet's forms follow in the order of their rows.
    private var nextForms: [UInt32]
    /// Of the nodes and the hashes of the words that lead on from them.
    private var steps: WordFilter

    init(wordCount: Int, prefixCount: Int, symbolCount: Int, formCount: Int) {
        firstByWord = Array(repeating: Trie.none, count: wordCount)
        firstByPrefix = Array(repeating: Trie.none, count: prefixCount)
        var slotCount = 64
        while slotCount < 2 * (symbolCount - formCount) { slotCount *= 2 }
        keys = Array(repeating: 0, count: slotCount)
        targets = Array(repeating: 0, count: slotCount)
        nextForms = Array(repeating: Trie.none, count: formCount)
        steps = WordFilter(capacity: max(0, symbolCount - formCount))
        firstForms.reserveCapacity(symbolCount + 1)
        exits.reserveCapacity(symbolCount + 1)
    }

    /// Adds a form before those of its node.
    ///
    /// - Parameter hashes: by word number.
    mutating func insert(_ form: Int, _ symbols: ArraySlice<UInt32>, hashes: [UInt64]) {
        guard let first = symbols.first else { return }
        var node = self.first(first)
        if node == Trie.none {
            node = makeNode()
            if first & Symbol.wildcard == 0 {
                firstByWord[Int(first)] = node
            } else {
                firstByPrefix[Int(first ^ Symbol.wildcard)] = node
            }
        }
        for symbol in symbols.dropFirst() {
            var slot = self.slot(node, symbol)
            if keys[slot] == 0 {
                slot = self.slot(node, symbol)
                keys[slot] = Trie.key(node, symbol)
                targets[slot] = makeNode()
                if symbol < Symbol.wildcard {
                    steps.insert(Trie.step(node, hashes[Int(symbol)]))
                    exits[Int(node)].insert(.word)
                } else {
                    exits[Int(node)].insert(symbol == Symbol.border ? .border : .prefix)
                }
            }
            node = targets[slot]
        }
        nextForms[form] = firstForms[Int(node)]
        firstForms[Int(node)] = UInt32(form + 1)
    }

    private mutating func makeNode() -> UInt32 {
        firstForms.append(Trie.none)
        exits.append([])
        return UInt32(firstForms.count - 1)
    }

    /// The node of a form's first symbol.
    @inline(__always)
    func first(_ symbol: UInt32) -> UInt32 {
        symbol & Symbol.wildcard == 0
            ? firstByWord[Int(symbol)] : firstByPrefix[Int(symbol ^ Symbol.wildcard)]
    }

    /// The node that `symbol` leads to, or `none`.
    func child(of node: UInt32, _ symbol: UInt32) -> UInt32 { targets[slot(node, symbol)] }

    /// Whether a word of this hash may lead on from a node.
    @inline(__always)
    func mayStep(from node: UInt32, _ hash: UInt64) -> Bool {
        steps.mayHave(Trie.step(node, hash))
    }

    private static func step(_ node: UInt32, _ hash: UInt64) -> UInt64 {
        (hash ^ UInt64(node)) &* 0x9E37_79B9_7F4A_7C15
    }

    /// What leads on from a node.
    @inline(__always)
    func exits(of node: UInt32) -> Exits { exits[Int(node)] }

    /// The kinds of symbols that lead on from a node.
    struct Exits: OptionSet {
        let rawValue: UInt8

        static let word = Exits(rawValue: 1)
        static let border = Exits(rawValue: 2)
        /// Words that end in anything.
        static let prefix = Exits(rawValue: 4)
    }

    /// The first form that ends at a node, plus one.
    @inline(__always)
    func firstForm(at node: UInt32) -> UInt32 { firstForms[Int(node)] }

    /// The form after one of the same node, both plus one.
    @inline(__always)
    func form(after form: UInt32) -> UInt32 { nextForms[Int(form - 1)] }

    /// The slot of a key, or the free one it may take.
    private func slot(_ node: UInt32, _ symbol: UInt32) -> Int {
        let key = Trie.key(node, symbol)
        // Source: 2⁶⁴ by the golden ratio, as in Knuth's multiplicative hashing.
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (keys.count - 1)
        while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
        return slot
    }

    private static func key(_ node: UInt32, _ symbol: UInt32) -> UInt64 {
        UInt64(node) << 32 | UInt64(symbol)
    }
}
