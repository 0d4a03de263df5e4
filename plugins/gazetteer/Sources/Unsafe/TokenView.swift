/// Tokens and their text, read without counting references. Valid inside ``with(_:_:)`` alone.
@safe struct TokenView {
    private let text: UnsafeBufferPointer<UInt8>
    private let starts: UnsafeBufferPointer<UInt32>
    private let ends: UnsafeBufferPointer<UInt32>
    private let offsets: UnsafeBufferPointer<UInt32>
    private let folded: UnsafeBufferPointer<UInt8>

    /// The columns a view reads, as `TokenizedDocument` has them.
    struct Columns {
        var text: [UInt8]
        var starts: [UInt32]
        var ends: [UInt32]
        var foldedOffsets: [UInt32]
        var folded: [UInt8]
    }

    var count: Int { unsafe starts.count }
    var textSize: Int { unsafe text.count }

    /// Runs `body` with a view of `columns`.
    ///
    /// - Precondition: tokens lie in the text and in the folded bytes, in order, none without folded bytes.
    static func with<Result>(_ columns: Columns, _ body: (TokenView) -> Result) -> Result {
        // Safe: the view does not leave the closures; its columns are checked before it is used.
        unsafe columns.text.withUnsafeBufferPointer { text in
            unsafe columns.starts.withUnsafeBufferPointer { starts in
                unsafe columns.ends.withUnsafeBufferPointer { ends in
                    unsafe columns.foldedOffsets.withUnsafeBufferPointer { offsets in
                        unsafe columns.folded.withUnsafeBufferPointer { folded in
                            let view = unsafe TokenView(
                                text: text, starts: starts, ends: ends, offsets: offsets, folded: folded)
                            view.check()
                            return body(view)
                        }
                    }
                }
            }
        }
    }

    private func check() {
        let count = count
        unsafe precondition(ends.count == count && offsets.count == count + 1, "columns of unlike size")
        if count == 0 { return }
        // A difference below zero sets the highest bit, without a branch.
        var differences: Int64 = 0
        for token in 0..<count {
            // Safe: all columns have the sizes just checked.
            unsafe differences |= Int64(ends[token]) &- Int64(starts[token])
            // Safe: as above.
            unsafe differences |= Int64(offsets[token + 1]) &- Int64(offsets[token]) &- 1
        }
        for token in 1..<count {
            // Safe: as above.
            unsafe differences |= Int64(starts[token]) &- Int64(ends[token - 1])
        }
        // Safe: as above.
        let isInside = unsafe Int(ends[count - 1]) <= text.count && Int(offsets[count]) <= folded.count
        precondition(differences >= 0 && isInside, "tokens outside their text")
    }

    /// The folded bytes of a token.
    @inline(__always)
    func word(_ token: Int) -> WordBytes {
        precondition(token >= 0 && token < count, "token \(token) of \(count)")
        // Safe: the columns were checked, and so was the token.
        return unsafe WordBytes(folded, in: Int(offsets[token])..<Int(offsets[token + 1]))
    }

    /// Where a token lies in the text.
    @inline(__always)
    func range(_ token: Int) -> Range<Int> {
        precondition(token >= 0 && token < count, "token \(token) of \(count)")
        // Safe: as for `word`; a start is never after its end.
        return unsafe Range(uncheckedBounds: (Int(starts[token]), Int(ends[token])))
    }

    /// A byte of the text; 0 beyond its end.
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 {
        // Safe: the offset is inside.
        offset >= 0 && offset < textSize ? unsafe text[offset] : 0
    }

    /// The first byte of a token as written; 0 for one that is written with none.
    @inline(__always)
    func firstByte(_ token: Int) -> UInt8 { byte(range(token).lowerBound) }

    /// Whether a token begins with a lower-case letter, a digit or another sign of ASCII.
    @inline(__always)
    func isSmall(_ token: Int) -> Bool {
        let first = firstByte(token)
        return first < 0x80 && !(0x41...0x5A).contains(first)
    }

    /// The character that begins at `offset`; nil where there is none.
    func scalar(at offset: Int) -> Unicode.Scalar? {
        guard offset >= 0, offset < textSize else { return nil }
        var decoder = UTF8()
        // Safe: the slice lies in the text, which outlives the view.
        var bytes = unsafe UnsafeBufferPointer(rebasing: text[offset..<min(offset + 4, textSize)])
            .makeIterator()
        guard case .scalarValue(let scalar) = unsafe decoder.decode(&bytes) else { return nil }
        return scalar
    }
}
