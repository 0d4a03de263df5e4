internal import IndexStorage

/// How the sketch of a text is kept. Its hashes ascend as evenly as chance lets them, so their gaps take Rice codes.
///
/// ```
/// row     length u8 | code × up to 15, ones to a whole byte
/// code    quotient < 15:  as many ones, a zero, then the rest in `restWidth` bits
///         else:           fifteen ones, then the gap in 26 bits               the lowest bit of a byte comes first
/// ```
/// A gap is a hash less the one before it, less one; the first counts from −1.
///
/// Source: Rice, "Some Practical Universal Noiseless Coding Techniques" (1979).
enum SketchRow {
    private static let escape = 15

    /// - Returns: nothing for a text that is not compared; else at most 79 bytes.
    static func encode(_ signature: TextSignature) -> [UInt8] {
        if signature.hash == 0 { return [] }
        var row = BitWriter()
        row.append(UInt64(signature.lengthCode), count: 8)
        let width = restWidth(signature.lengthCode)
        var next: UInt32 = 0
        for minimum in signature.minima {
            let gap = minimum - next
            let quotient = gap >> UInt32(width)
            if quotient < UInt32(escape) {
                row.append((1 << UInt64(quotient)) - 1, count: Int(quotient) + 1)
                row.append(UInt64(gap) & ((1 << UInt64(width)) - 1), count: width)
            } else {
                row.append((1 << UInt64(escape)) - 1, count: escape)
                row.append(UInt64(gap), count: TextSignature.hashBitCount)
            }
            next = minimum + 1
        }
        row.finish(with: .max)
        return row.bytes
    }

    /// Calls `visit` with the hashes of a row, ascending; with fewer where the row contradicts itself.
    @inline(__always)
    static func forEachMinimum(_ bytes: MappedBytes, _ range: Range<Int>, _ visit: (UInt32) -> Void) {
        if range.isEmpty { return }
        let width = restWidth(bytes[range.lowerBound])
        var (bit, next) = (8 * (range.lowerBound + 1), UInt32(0))
        for _ in 0..<TextSignature.sketchCount {
            let word = bytes.bits(at: bit)
            let oneCount = (~word).trailingZeroBitCount
            let isShort = oneCount < escape
            let headCount = isShort ? oneCount + 1 : escape
            let restCount = isShort ? width : TextSignature.hashBitCount
            bit += headCount + restCount
            if bit > 8 * range.upperBound { return }
            var gap = UInt32(truncatingIfNeeded: word >> UInt64(headCount) & ((1 << UInt64(restCount)) - 1))
            if isShort { gap |= UInt32(oneCount) << UInt32(width) }
            let minimum = next &+ gap
            if minimum < next || minimum >> UInt32(TextSignature.hashBitCount) != 0 { return }
            visit(minimum)
            next = minimum + 1
        }
    }

    /// The bits of a gap's rest, by the mean gap where all shingles of a text differ: two to this power, or a little less
    /// to twice as much.
    private static func restWidth(_ lengthCode: UInt8) -> Int {
        let count = max(1, TextSigner.shingleCount(ofTokens: LengthTable.lengths[Int(lengthCode)]))
        return max(0, TextSignature.hashBitCount - (UInt32.bitWidth - (count - 1).leadingZeroBitCount))
    }
}
