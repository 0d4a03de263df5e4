package import IndexStorage

/// The identifiers of a segment's documents, and a way from an identifier to its document.
///
/// ```
/// column   offset u32 × (documentCount + 1) | identifiers, UTF-8, one after another
/// order    document u32 × documentCount, ascending by identifier
/// filter   u64 × 2ⁿ, a Bloom filter of about ten bits an identifier
/// ```
/// Source of the filter: Kirsch and Mitzenmacher, "Less Hashing, Same Performance" (2006).
package struct Identifiers: Sendable {
    /// The three sections of `identifiers`, which differ from each other.
    package static func encode(_ identifiers: [[UInt8]]) -> (column: [UInt8], order: [UInt8], filter: [UInt8])
    {
        var (column, order) = ([UInt8](), [UInt8]())
        column.reserveCapacity(4 * identifiers.count + identifiers.reduce(4) { $0 + $1.count })
        order.reserveCapacity(4 * identifiers.count)
        var offset = 0
        for identifier in identifiers {
            column.appendFixed32(UInt32(offset))
            offset += identifier.count
        }
        column.appendFixed32(UInt32(offset))
        for identifier in identifiers { column += identifier }
        for document in ByteOrder.sortedIndices(identifiers) { order.appendFixed32(UInt32(document)) }

        var words = [UInt64](repeating: 0, count: filterWordCount(identifiers.count))
        for identifier in identifiers {
            forEachBit(identifier, wordCount: words.count) { words[$0 / 64] |= 1 << UInt64($0 % 64) }
        }
        var filter: [UInt8] = []
        for word in words { filter.appendFixed64(word) }
        return (column, order, filter)
    }

    private let column: MappedBytes
    private let order: MappedBytes
    private let filter: MappedBytes
    package let count: Int

    init(column: MappedBytes, order: MappedBytes, filter: MappedBytes, count: Int) throws(StorageError) {
        guard column.count >= 4 * (count + 1), order.count == 4 * count,
            filter.count == 8 * Self.filterWordCount(count)
        else { throw .corrupt(file: column.path, reason: "the identifiers do not fit \(count) documents") }
        self.column = column
        self.order = order
        self.filter = filter
        self.count = count
    }

    /// The identifier of a document.
    package func identifier(of document: UInt32) throws(StorageError) -> [UInt8] {
        precondition(Int(document) < count, "document \(document) of \(count)")
        let start = UInt64(column.loadUInt32(at: 4 * Int(document)))
        let end = UInt64(column.loadUInt32(at: 4 * Int(document) + 4))
        guard start <= end else { throw .corrupt(file: column.path, reason: "identifiers are out of order") }
        return try column.checkedSlice(offset: UInt64(4 * (count + 1)) + start, count: end - start).array()
    }

    /// The document with an identifier, or nil.
    ///
    /// - Complexity: O(1) for most absent identifiers, else O(log documents).
    package func document(with identifier: [UInt8]) throws(StorageError) -> UInt32? {
        var mayHold = count > 0
        Self.forEachBit(identifier, wordCount: filter.count / 8) { bit in
            mayHold = mayHold && filter.loadUInt64(at: bit / 64 * 8) >> UInt64(bit % 64) & 1 == 1
        }
        guard mayHold else { return nil }
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            let document = order.loadUInt32(at: 4 * middle)
            guard Int(document) < count else {
                throw .corrupt(file: order.path, reason: "an identifier of no document")
            }
            let found = try self.identifier(of: document)
            if found == identifier { return document }
            if found.lexicographicallyPrecedes(identifier) { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    private static let hashCount: UInt64 = 7

    /// A power of two, so that a bit is found by a mask; 8 to 16 bits an identifier.
    private static func filterWordCount(_ count: Int) -> Int {
        var words = 1
        while words * 64 < count * 8 { words *= 2 }
        return words
    }

    private static func forEachBit(_ identifier: [UInt8], wordCount: Int, _ visit: (Int) -> Void) {
        let hash = ContentHash(of: identifier)
        let mask = UInt64(wordCount * 64 - 1)
        for number in 0..<hashCount { visit(Int((hash.high &+ number &* (hash.low | 1)) & mask)) }
    }
}
