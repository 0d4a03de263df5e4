/// What names said before on the same page: pages repeat few values of `class` and `id` many times.
///
/// A value is looked up by a hash of its bytes in a table of one place each, which a later value may take.
struct NameMemo<Meaning> {
    private var places: [(value: Range<Int>, meaning: Meaning)?] = Array(repeating: nil, count: 256)

    /// The meaning of the value that stands in `range` of `bytes`, the same bytes at every call; `read` is asked when
    /// it is not known.
    mutating func meaning(
        of range: Range<Int>, in bytes: [UInt8], _ read: (ArraySlice<UInt8>) -> Meaning
    ) -> Meaning {
        // Longer values are rare, and seldom the same.
        guard range.count <= 256 else { return read(bytes[range]) }
        var hash = UInt32(truncatingIfNeeded: range.count)
        for index in range { hash = (hash ^ UInt32(bytes[index])) &* 0x0100_0193 }
        let place = Int((hash ^ hash >> 16) & 255)
        if let known = places[place], Self.isEqual(known.value, range, bytes) { return known.meaning }
        let meaning = read(bytes[range])
        places[place] = (range, meaning)
        return meaning
    }

    private static func isEqual(_ one: Range<Int>, _ other: Range<Int>, _ bytes: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        for offset in 0..<one.count
        where bytes[one.lowerBound + offset] != bytes[other.lowerBound + offset] {
            return false
        }
        return true
    }
}
