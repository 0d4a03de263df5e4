/// Strings that follow one another, each without the bytes it shares with the one before it.
///
/// ```
/// string   sizes u8 | rest bytes
/// sizes    shared << 4 | size of the rest, each at most 15; the excess of each that is 15 follows as LEB128
/// ```
enum FrontCoding {
    /// Appends a string that shares `shared` bytes with the one before it.
    static func append(shared: Int, rest: some Collection<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(UInt8(min(shared, 15) << 4 | min(rest.count, 15)))
        if shared >= 15 { bytes.appendInteger(shared - 15) }
        if rest.count >= 15 { bytes.appendInteger(rest.count - 15) }
        bytes.append(contentsOf: rest)
    }

    /// Passes a string at `offset`: how many bytes it shares with the one before it, and where its own lie; nil when they
    /// pass `end`.
    static func read(
        _ bytes: Span<UInt8>, at offset: inout Int, end: Int
    ) -> (shared: Int, rest: Range<Int>)? {
        guard let sizes = VariableInteger.byte(bytes, at: &offset),
            let shared = size(bytes, at: &offset, sizes >> 4),
            let rest = size(bytes, at: &offset, sizes & 15), offset <= end, rest <= end - offset
        else { return nil }
        defer { offset += rest }
        return (shared, offset..<offset + rest)
    }

    private static func size(_ bytes: Span<UInt8>, at offset: inout Int, _ size: UInt8) -> Int? {
        if size < 15 { return Int(size) }
        return VariableInteger.read32(bytes, at: &offset).map { Int($0) + 15 }
    }
}
