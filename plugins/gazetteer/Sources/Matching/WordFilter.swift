/// Tells most words that begin no form from those that may, by a hash: no word that begins one is turned away.
struct WordFilter: Sendable {
    /// Two bits an entry: for words as they come, and for those that begin with a lower-case letter or a digit.
    private var bits: [UInt64]
    private let shift: UInt64
    private(set) var isEmpty = true

    /// - Parameter capacity: how many words it is made for.
    init(capacity: Int) {
        // Eight entries a word turn seven of eight other words away, and fit a core's first or second cache.
        var logCount: UInt64 = 8
        while 1 << logCount < 8 * capacity, logCount < 22 { logCount += 1 }
        shift = 64 - logCount
        bits = Array(repeating: 0, count: (2 << Int(logCount)) / 64)
    }

    /// - Parameter needsCapital: whether the word only counts where it begins with a capital.
    mutating func insert(_ hash: UInt64, needsCapital: Bool) {
        let entry = (hash >> shift) << 1
        bits[Int(entry >> 6)] |= (needsCapital ? 1 : 3) << (entry & 63)
        isEmpty = false
    }

    /// Whether a word may be in it.
    ///
    /// - Parameter isLower: whether it begins with a lower-case letter or a digit of ASCII.
    @inline(__always)
    func mayHave(_ hash: UInt64, isLower: Bool) -> Bool {
        let entry = (hash >> shift) << 1
        return bits[Int(truncatingIfNeeded: entry >> 6)] >> ((entry & 63) | (isLower ? 1 : 0)) & 1 == 1
    }
}
