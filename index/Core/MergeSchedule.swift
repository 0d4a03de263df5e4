/// Which neighbouring segments a batch build joins, computed from their sizes alone.
///
/// ```
/// tier      0 up to 1/4096 of a run, 1 up to 1/512, …, 4 up to one run, 5 up to 8 runs, …
/// rule 1    of the lowest tier that has eight segments with none of a higher one between them: the first eight, and
///           the smaller ones among them
/// rule 2    else two or more smaller segments, side by side, that a segment of a higher tier follows: all of them
/// ```
/// Eight of a tier make one of a higher tier, and what rule 2 has joined is not joined again without the greater
/// neighbour: so a byte is merged at most twice a tier (tier 0 excepted, whose segments are small). In the end there
/// are at most seven segments of a tier that no greater one follows, and at most one before each of them: fourteen a
/// tier, and seven where sizes are alike.
///
/// Source: rule 1 is the logarithmic merging of Büttcher and Clarke, "Indexing time vs. query time trade-offs in
/// dynamic information retrieval systems" (2005), for neighbours. Without rule 2, a thousand segments of mixed sizes
/// leave 50 to 200, with it 10 to 40, for a sixth more writing.
package enum MergeSchedule {
    package static let width = 8

    /// The segments to join next, or nil when all is well.
    ///
    /// - Parameters:
    ///   - sizes: text bytes of each segment, in order.
    ///   - runByteCount: text bytes of a run.
    ///   - width: how many of a tier are joined, and how much larger the next tier is.
    package static func next(sizes: [Int], runByteCount: Int, width: Int = Self.width) -> Range<Int>? {
        let tiers = sizes.map { tier(of: $0, runByteCount: runByteCount, width: width) }
        return enoughOfATier(tiers, width: width) ?? smallBeforeGreater(tiers)
    }

    private static func enoughOfATier(_ tiers: [Int], width: Int) -> Range<Int>? {
        for limit in Set(tiers).sorted() {
            // Segments of this tier since the last one of a higher tier.
            var found: [Int] = []
            for (index, tier) in tiers.enumerated() {
                if tier > limit { found.removeAll() }
                if tier == limit { found.append(index) }
                if found.count == width { return found[0]..<(index + 1) }
            }
        }
        return nil
    }

    private static func smallBeforeGreater(_ tiers: [Int]) -> Range<Int>? {
        for (end, tier) in tiers.enumerated() {
            var start = end
            while start > 0, tiers[start - 1] < tier { start -= 1 }
            if end - start >= 2 { return start..<end }
        }
        return nil
    }

    /// The least number n such that `size` is at most `runByteCount` / 4096 · widthⁿ.
    private static func tier(of size: Int, runByteCount: Int, width: Int) -> Int {
        var (tier, limit) = (0, max(1, runByteCount / 4096))
        while size > limit {
            limit *= width
            tier += 1
        }
        return tier
    }
}
