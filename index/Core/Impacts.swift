/// A frequency and a norm that occur together in one posting.
///
/// For fixed k1 and b a BM25 score grows with the frequency and shrinks with the length, so a block's greatest
/// score is reached by one of its Pareto-optimal pairs, whatever k1 and b are.
package struct Impact: Sendable, Equatable {
    package var frequency: UInt32
    /// A code of `LengthTable`.
    package var norm: UInt8

    package init(frequency: UInt32, norm: UInt8) {
        self.frequency = frequency
        self.norm = norm
    }
}

/// The Pareto-optimal impacts of a set of postings.
///
/// Source: the competitive impacts of Lucene 8; Ding and Suel, "Faster top-k document retrieval using
/// block-max indexes" (2011), for blocks with bounds.
package struct Impacts: Sendable, Equatable {
    /// Frequencies and norms both strictly ascend: a greater frequency only at a greater length.
    package private(set) var pairs: [Impact] = []

    package init() {}

    /// Takes one posting into account.
    ///
    /// - Complexity: O(number of pairs), at most 256.
    package mutating func insert(_ impact: Impact) {
        // The pairs of no smaller norm and no greater frequency are worse than the new one, and neighbours.
        let position = pairs.firstIndex { $0.norm >= impact.norm } ?? pairs.count
        if position > 0, pairs[position - 1].frequency >= impact.frequency { return }
        if position < pairs.count, pairs[position].norm == impact.norm,
            pairs[position].frequency >= impact.frequency
        {
            return
        }
        let end = pairs[position...].firstIndex { $0.frequency > impact.frequency } ?? pairs.count
        pairs.replaceSubrange(position..<end, with: CollectionOfOne(impact))
    }

    package mutating func merge(_ other: Impacts) {
        for impact in other.pairs { insert(impact) }
    }

    /// Appends `count LEB128`, then for each pair `frequency − previous frequency LEB128 | norm u8`.
    package func encode(to bytes: inout [UInt8]) {
        VariableInteger.append(UInt64(pairs.count), to: &bytes)
        var previous: UInt32 = 0
        for pair in pairs {
            VariableInteger.append(UInt64(pair.frequency - previous), to: &bytes)
            bytes.append(pair.norm)
            previous = pair.frequency
        }
    }

    /// Reads impacts at `offset` and moves past them; nil when the bytes end early or pairs do not ascend.
    package static func decode(_ bytes: Span<UInt8>, at offset: inout Int) -> Impacts? {
        var impacts = Impacts()
        return forEach(bytes, at: &offset, { impacts.pairs.append($0) }) ? impacts : nil
    }

    /// Calls `visit` with each pair at `offset` and moves past them, without allocating.
    ///
    /// - Returns: false when the bytes end early or pairs do not ascend.
    @inline(__always)
    package static func forEach(
        _ bytes: Span<UInt8>, at offset: inout Int, _ visit: (Impact) -> Void
    ) -> Bool {
        guard let count = VariableInteger.read(bytes, at: &offset), count <= 256 else { return false }
        var previous: Impact?
        for _ in 0..<count {
            guard let step = VariableInteger.read32(bytes, at: &offset), step > 0,
                let norm = VariableInteger.byte(bytes, at: &offset)
            else { return false }
            let (frequency, overflow) = (previous?.frequency ?? 0).addingReportingOverflow(step)
            guard !overflow, previous.map({ $0.norm < norm }) ?? true else { return false }
            let pair = Impact(frequency: frequency, norm: norm)
            visit(pair)
            previous = pair
        }
        return true
    }
}
