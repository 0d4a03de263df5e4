/// Which neighbouring segments a batch build joins, computed from their sizes alone.
///
/// ```
/// tier    0 up to 1/4096 of a run, 1 up to 1/512, …, 4 up to one run, 5 up to 8 runs, …
/// rule    the first eight neighbours of the lowest tier that has eight, none of a higher one between them
/// ```
/// So each byte is merged once a tier, and a commit has at most about seven segments a tier. Source: the logarithmic
/// merging of Büttcher and Clarke, "Indexing time vs. query time trade-offs in dynamic information retrieval
/// systems" (2005).
package enum MergeSchedule {
    static let width = 8

    /// The segments to join next, or nil when all is well.
    ///
    /// - Parameters:
    ///   - sizes: text bytes of each segment, in order.
    ///   - runByteCount: text bytes of a run.
    package static func next(sizes: [Int], runByteCount: Int) -> Range<Int>? {
        let tiers = sizes.map { tier(of: $0, runByteCount: runByteCount) }
        for limit in Set(tiers).sorted() {
            var start = 0
            for (index, tier) in tiers.enumerated() {
                if tier > limit { start = index + 1 }
                if index + 1 - start == width { return start..<(index + 1) }
            }
        }
        return nil
    }

    /// The least number n such that `size` is at most `runByteCount` / 4096 · 8ⁿ.
    private static func tier(of size: Int, runByteCount: Int) -> Int {
        var (tier, limit) = (0, max(1, runByteCount / 4096))
        while size > limit {
            limit *= width
            tier += 1
        }
        return tier
    }
}
