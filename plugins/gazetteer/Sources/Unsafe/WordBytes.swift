/// The folded bytes of one word where they lie, and their hash. Valid as long as the bytes.
@safe struct WordBytes {
    private let bytes: UnsafePointer<UInt8>
    let size: Int
    let hash: UInt64
    /// The first in the lowest place; zeros after a shorter word.
    let firstFour: UInt32

    /// - Parameters:
    ///   - bytes: the bytes the word lies among.
    ///   - range: of the word, not empty, inside `bytes`.
    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
        precondition(
            range.lowerBound >= 0 && !range.isEmpty && range.upperBound <= bytes.count,
            "\(range) of \(bytes.count) bytes")
        // Safe: the range is not empty and lies inside, as checked; so there is an address.
        unsafe self.bytes = bytes.baseAddress! + range.lowerBound
        size = range.count
        let (first, last): (UInt64, UInt64)
        if range.lowerBound + 8 <= bytes.count, range.upperBound >= 8 {
            // No branch by the size of a word: what belongs to others is masked.
            // Safe: eight bytes follow the word's start, and as many stand before its end.
            let head = unsafe UnsafeRawPointer(self.bytes).loadUnaligned(as: UInt64.self)
            // Safe: as above.
            let tail = unsafe UnsafeRawPointer(self.bytes + (size - 8)).loadUnaligned(as: UInt64.self)
            first = UInt64(littleEndian: head) & (UInt64.max &>> UInt64(64 &- 8 &* min(size, 8)))
            last = size > 8 ? UInt64(littleEndian: tail) : 0
        } else {
            first = unsafe WordBytes.eight(self.bytes, size: min(size, 8))
            // Safe: the eight bytes before the word's end belong to it.
            last = size > 8 ? unsafe WordBytes.eight(self.bytes + (size - 8), size: 8) : 0
        }
        firstFour = UInt32(truncatingIfNeeded: first)
        hash = WordBytes.mix(first, last, size)
    }

    /// At most eight bytes, little-endian.
    private static func eight(_ bytes: UnsafePointer<UInt8>, size: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<size {
            // Safe: `size` bytes follow the address.
            unsafe word |= UInt64(bytes[index]) << UInt64(8 &* index)
        }
        return word
    }

    /// Words that agree in their first and last eight bytes and in size share a hash; there are few.
    @inline(__always)
    private static func mix(_ first: UInt64, _ last: UInt64, _ size: Int) -> UInt64 {
        // Source: the multipliers are those of MurmurHash3's finalizer (Austin Appleby, public domain).
        let key = first ^ (last &* 0xC4CE_B9FE_1A85_EC53) ^ (UInt64(truncatingIfNeeded: size) &<< 56)
        let product = key.multipliedFullWidth(by: 0xFF51_AFD7_ED55_8CCD)
        return (product.high ^ product.low) &* 0x9E37_79B9_7F4A_7C15
    }

    /// The first `size` bytes of the word as a word of their own.
    func prefix(_ size: Int) -> WordBytes {
        precondition(size > 0 && size <= self.size, "\(size) of \(self.size) bytes")
        // Safe: the word's own bytes.
        return unsafe WordBytes(UnsafeBufferPointer(start: bytes, count: self.size), in: 0..<size)
    }

    /// Whether the word is `other[range]`.
    @inline(__always)
    func equals(_ other: [UInt8], _ range: Range<Int>) -> Bool {
        guard range.count == size else { return false }
        for index in 0..<size {
            // Safe: `size` bytes follow the address; the array checks its own index.
            guard unsafe bytes[index] == other[range.lowerBound + index] else { return false }
        }
        return true
    }

    func append(to bytes: inout [UInt8]) {
        // Safe: `size` bytes follow the address.
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: self.bytes, count: size))
    }

    /// Runs `body` with a whole array as one word; nil where it is empty.
    static func with<Result>(_ array: [UInt8], _ body: (WordBytes) -> Result) -> Result? {
        with(array, in: 0..<array.count, body)
    }

    /// Runs `body` with a part of an array as one word; nil where it is empty.
    static func with<Result>(
        _ array: [UInt8], in range: Range<Int>, _ body: (WordBytes) -> Result
    ) -> Result? {
        if range.isEmpty { return nil }
        // Safe: the word does not leave the closure.
        return unsafe array.withUnsafeBufferPointer { body(unsafe WordBytes($0, in: range)) }
    }

    /// Runs `body` with each word: word `n` is `bytes[offsets[n]..<offsets[n + 1]]`, none empty.
    static func forEach(in bytes: [UInt8], offsets: [UInt32], _ body: (WordBytes) -> Void) {
        // Safe: no word leaves the closure.
        unsafe bytes.withUnsafeBufferPointer { bytes in
            for number in 0..<max(0, offsets.count - 1) {
                body(unsafe WordBytes(bytes, in: Int(offsets[number])..<Int(offsets[number + 1])))
            }
        }
    }
}
