/// Tells most words that are not in a set from those that may be, by a hash: no word of the set is turned away.
struct WordFilter: Sendable {
    private var bits: [UInt64]
    private let shift: UInt64

    /// - Parameter capacity: how many words it is made for.
    init(capacity: Int) {
        // Eight entries a word turn seven of eight other words away, and fit a core's first or second cache.
        let logCount = WordFilter.logCount(8 * capacity)
        shift = 64 - logCount
        bits = Array(repeating: 0, count: 1 << Int(logCount - 6))
    }

    /// How many bits number as many entries, within bounds that keep a filter useful and small.
    static func logCount(_ entryCount: Int) -> UInt64 {
        var logCount: UInt64 = 8
        while 1 << logCount < entryCount, logCount < 22 { logCount += 1 }
        return logCount
    }

    mutating func insert(_ hash: UInt64) {
        let entry = hash >> shift
        bits[Int(entry >> 6)] |= 1 << (entry & 63)
    }

    @inline(__always)
    func mayHave(_ hash: UInt64) -> Bool { bit(hash) == 1 }

    /// 1 for a word that may be in it, 0 for others.
    @inline(__always)
    func bit(_ hash: UInt64) -> UInt64 {
        let entry = hash &>> shift
        return bits[Int(truncatingIfNeeded: entry &>> 6)] &>> (entry & 63) & 1
    }
}

/// Which tokens may begin a form, told by the hashes of a token and of the next: none that begins one is turned away.
struct BeginningFilter: Sendable {
    /// What a word may be.
    struct Marks: OptionSet {
        let rawValue: UInt64

        /// A form, or the first word of one whatever follows: where it begins with a capital, and where it does not.
        static let capital = Marks(rawValue: 1)
        static let small = Marks(rawValue: 2)
        /// The first of a pair.
        static let longer = Marks(rawValue: 4)
        /// One that conditions look for in a whole article.
        static let article = Marks(rawValue: 8)
    }

    /// Four bits an entry: the marks of the words that share it.
    private var entries: [UInt64]
    private let shift: UInt64
    /// Of the first two words of forms.
    private(set) var pairs: WordFilter
    /// Of the first four bytes of words that end in anything.
    private var prefixes: WordFilter

    /// - Parameters:
    ///   - wordCount: how many words will be marked.
    ///   - pairCount: how many pairs will be inserted, and how many prefixes.
    init(wordCount: Int, pairCount: Int, prefixCount: Int) {
        let logCount = WordFilter.logCount(8 * wordCount)
        shift = 64 - logCount
        entries = Array(repeating: 0, count: 1 << Int(logCount - 4))
        pairs = WordFilter(capacity: pairCount)
        prefixes = WordFilter(capacity: prefixCount)
    }

    mutating func insert(_ hash: UInt64, _ marks: Marks) {
        let entry = hash >> shift
        entries[Int(entry >> 4)] |= marks.rawValue << ((entry & 15) * 4)
    }

    mutating func insert(pair first: UInt64, _ second: UInt64) {
        pairs.insert(BeginningFilter.pair(first, second))
    }

    mutating func insert(prefix: UInt32) { prefixes.insert(BeginningFilter.hash(prefix)) }

    /// The marks of a word and of others with the same entry.
    @inline(__always)
    func marks(_ hash: UInt64) -> UInt64 {
        let entry = hash &>> shift
        return entries[Int(truncatingIfNeeded: entry &>> 4)] &>> ((entry & 15) &* 4) & 15
    }

    /// A hash of two words from theirs.
    @inline(__always)
    static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 { first &* 3 &+ second }

    /// 1 for a word that may begin as one does that ends in anything, 0 for others.
    @inline(__always)
    func prefixBit(of word: WordBytes) -> UInt64 {
        prefixes.bit(BeginningFilter.hash(word.firstFour)) & (word.size >= 4 ? 1 : 0)
    }

    // Source: 2⁶⁴ by the golden ratio, as in Knuth's multiplicative hashing.
    @inline(__always)
    private static func hash(_ bytes: UInt32) -> UInt64 { UInt64(bytes) &* 0x9E37_79B9_7F4A_7C15 }
}
