/// The 256 field lengths a norm can stand for: exact up to 40 tokens, then with four significant bits.
///
/// A norm is one byte a document and field. Codes ascend with lengths, so that a smaller norm never lowers a score.
///
/// Source: the idea and spacing are those of Lucene's `SmallFloat.intToByte4`, with which Lucene 7 and later
/// quantise lengths: 24 exact values before a float of three mantissa bits.
public enum LengthTable {
    /// The greatest length each code stands for, ascending; `lengths[0] == 0`.
    public static let lengths: [UInt32] = (0...255).map { decode(UInt8($0)) }

    private static let exactCount: UInt32 = 24

    /// The code whose length is the greatest not above `length`.
    public static func code(for length: UInt32) -> UInt8 {
        guard length >= exactCount else { return UInt8(length) }
        let rest = length - exactCount
        let significant = 32 - rest.leadingZeroBitCount
        guard significant >= 4 else { return UInt8(exactCount + rest) }
        let shift = significant - 4
        let mantissa = (rest >> UInt32(shift)) & 7
        let code = exactCount + (UInt32(shift + 1) << 3 | mantissa)
        return UInt8(min(code, 255))
    }

    private static func decode(_ code: UInt8) -> UInt32 {
        guard code >= exactCount else { return UInt32(code) }
        let float = UInt32(code) - exactCount
        let (exponent, mantissa) = (float >> 3, float & 7)
        let rest = exponent == 0 ? mantissa : (mantissa | 8) << (exponent - 1)
        return exactCount + rest
    }
}
