/// Tokens of one or more texts, in columns.
///
/// ```
/// starts        [s0 s1 …]      byte offset of the first byte of token i in its text
/// ends          [e0 e1 …]      byte offset after its last byte
/// foldedOffsets [0 f1 f2 … fn] token i is folded[foldedOffsets[i] ..< foldedOffsets[i + 1]]
/// folded        [bytes …]      folded forms, one after another, UTF-8
/// ```
public struct TokenBuffer: Sendable, Equatable {
    /// Byte offsets of the tokens' first bytes.
    public internal(set) var starts: [UInt32] = []
    /// Byte offsets after the tokens' last bytes.
    public internal(set) var ends: [UInt32] = []
    /// `count + 1` offsets into ``folded``; the first is 0.
    public internal(set) var foldedOffsets: [UInt32] = [0]
    /// The folded forms, concatenated.
    public internal(set) var folded: [UInt8] = []

    /// An empty buffer.
    public init() {}

    /// How many tokens the buffer holds.
    public var count: Int { starts.count }

    /// Empties the buffer; with `keepingCapacity` the next document allocates nothing.
    public mutating func removeAll(keepingCapacity: Bool = true) {
        starts.removeAll(keepingCapacity: keepingCapacity)
        ends.removeAll(keepingCapacity: keepingCapacity)
        foldedOffsets.removeAll(keepingCapacity: keepingCapacity)
        foldedOffsets.append(0)
        folded.removeAll(keepingCapacity: keepingCapacity)
    }

    /// The folded bytes of token `index`; a slice of ``folded``, not a copy.
    ///
    /// - Precondition: `index` is in `0 ..< count`.
    public func foldedBytes(at index: Int) -> ArraySlice<UInt8> {
        folded[Int(foldedOffsets[index])..<Int(foldedOffsets[index + 1])]
    }

    /// The byte range of token `index` in its text.
    public func byteRange(at index: Int) -> Range<Int> {
        Int(starts[index])..<Int(ends[index])
    }

    /// Closes the token whose folded bytes were appended to ``folded`` since the last token.
    ///
    /// A token without folded bytes (marks only) is dropped; one of more than
    /// `Tokenizer.maximumFoldedSize` bytes is cut at a code point boundary.
    mutating func closeToken(start: Int, end: Int) {
        let first = Int(foldedOffsets[foldedOffsets.count - 1])
        if folded.count == first { return }
        if folded.count - first > Tokenizer.maximumFoldedSize {
            var cut = first + Tokenizer.maximumFoldedSize
            while cut > first, folded[cut] & 0xC0 == 0x80 { cut -= 1 }
            folded.removeSubrange(cut...)
        }
        starts.append(UInt32(truncatingIfNeeded: start))
        ends.append(UInt32(truncatingIfNeeded: end))
        foldedOffsets.append(UInt32(truncatingIfNeeded: folded.count))
    }
}
