package import IndexStorage

/// The identifiers of a segment's documents, and a way from an identifier to its document.
///
/// ```
/// column   block… | block offset u40 × blockCount       32 identifiers a block, in order of the documents
/// block    for each identifier: what `FrontCoding` draws; the first shares none
/// order    document × documentCount, ascending by identifier, each in as many bits as documentCount takes
/// filter   u64 × 2ⁿ, a Bloom filter of about ten bits an identifier
/// ```
/// Source of the filter: Kirsch and Mitzenmacher, "Less Hashing, Same Performance" (2006).
package struct Identifiers: Sendable {
    private static let blockSize = 32
    private static let offsetByteCount = 5

    /// The three sections of `identifiers`, which differ from each other.
    package static func encode(_ identifiers: [[UInt8]]) -> (column: [UInt8], order: [UInt8], filter: [UInt8])
    {
        var words = [UInt64](repeating: 0, count: filterWordCount(identifiers.count))
        for identifier in identifiers {
            forEachBit(identifier, wordCount: words.count) { words[$0 / 64] |= 1 << UInt64($0 % 64) }
        }
        var filter: [UInt8] = []
        for word in words { filter.appendFixed64(word) }
        return (column(identifiers), order(identifiers), filter)
    }

    private static func column(_ identifiers: [[UInt8]]) -> [UInt8] {
        var (column, offsets) = ([UInt8](), [Int]())
        for (document, identifier) in identifiers.enumerated() {
            if document % blockSize == 0 {
                offsets.append(column.count)
                FrontCoding.append(shared: 0, rest: identifier, to: &column)
            } else {
                let shared = ByteOrder.sharedCount(identifiers[document - 1], identifier)
                FrontCoding.append(shared: shared, rest: identifier[shared...], to: &column)
            }
        }
        for offset in offsets { column.appendFixed40(offset) }
        return column
    }

    private static func order(_ identifiers: [[UInt8]]) -> [UInt8] {
        let width = documentWidth(identifiers.count)
        var order: [UInt8] = []
        order.reserveCapacity(orderSize(identifiers.count))
        var (held, heldWidth) = (UInt64(0), 0)
        for document in ByteOrder.sortedIndices(identifiers) {
            held |= UInt64(document) << UInt64(heldWidth)
            heldWidth += width
            while heldWidth >= 8 {
                order.append(UInt8(truncatingIfNeeded: held))
                held >>= 8
                heldWidth -= 8
            }
        }
        if heldWidth > 0 { order.append(UInt8(truncatingIfNeeded: held)) }
        return order
    }

    private let column: MappedBytes
    private let order: MappedBytes
    private let filter: MappedBytes
    package let count: Int
    /// Where the blocks end and their offsets begin.
    private let blocksEnd: Int

    init(column: MappedBytes, order: MappedBytes, filter: MappedBytes, count: Int) throws(StorageError) {
        let blockCount = (count + Self.blockSize - 1) / Self.blockSize
        blocksEnd = column.count - Self.offsetByteCount * blockCount
        guard blocksEnd >= 0, order.count == Self.orderSize(count),
            filter.count == 8 * Self.filterWordCount(count)
        else { throw .corrupt(file: column.path, reason: "the identifiers do not fit \(count) documents") }
        self.column = column
        self.order = order
        self.filter = filter
        self.count = count
    }

    /// The identifier of a document.
    ///
    /// - Complexity: reads those before it in its block, at most 31.
    package func identifier(of document: UInt32) throws(StorageError) -> [UInt8] {
        precondition(Int(document) < count, "document \(document) of \(count)")
        var cursor = Cursor(self, block: Int(document) / Self.blockSize)
        for _ in 0..<Int(document) % Self.blockSize { try cursor.advance() }
        try cursor.advance()
        return cursor.identifier
    }

    /// A walk over the identifiers of all documents in order.
    package func cursor() -> Cursor { Cursor(self, block: 0) }

    /// Stands on one identifier after another.
    package struct Cursor {
        private let identifiers: Identifiers
        private var document: Int
        private var offset = 0
        /// That of the document the cursor stands on.
        package private(set) var identifier: [UInt8] = []

        fileprivate init(_ identifiers: Identifiers, block: Int) {
            self.identifiers = identifiers
            document = block * Identifiers.blockSize
        }

        /// Goes to the next document, at first to the first; there must be one.
        package mutating func advance() throws(StorageError) {
            precondition(document < identifiers.count, "document \(document) of \(identifiers.count)")
            let end = identifiers.blocksEnd
            if document % Identifiers.blockSize == 0 {
                let place = end + document / Identifiers.blockSize * Identifiers.offsetByteCount
                offset = identifiers.column.loadUInt40(at: place)
                identifier.removeAll(keepingCapacity: true)
            }
            let isRead = identifiers.column.withSpan { bytes in
                guard let (shared, rest) = FrontCoding.read(bytes, at: &offset, end: end),
                    shared <= identifier.count
                else { return false }
                identifier.removeSubrange(shared...)
                for index in rest { identifier.append(bytes[index]) }
                return true
            }
            guard isRead else {
                throw .corrupt(file: identifiers.column.path, reason: "the identifiers are damaged")
            }
            document += 1
        }
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
        let place = try firstPlace(notBefore: identifier)
        guard place < count else { return nil }
        let document = try document(at: place)
        return try self.identifier(of: document) == identifier ? document : nil
    }

    /// The place, in the order of identifiers, of the first that does not stand before some bytes.
    ///
    /// - Complexity: O(log documents).
    package func firstPlace(notBefore bytes: [UInt8]) throws(StorageError) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            let found = try identifier(of: try document(at: middle))
            if found.lexicographicallyPrecedes(bytes) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The document at a place in the order of identifiers.
    package func document(at place: Int) throws(StorageError) -> UInt32 {
        let document = documentInOrder(place)
        guard Int(document) < count else {
            throw .corrupt(file: order.path, reason: "an identifier of no document")
        }
        return document
    }

    private func documentInOrder(_ place: Int) -> UInt32 {
        let width = Self.documentWidth(count)
        let (start, end) = (place * width, (place + 1) * width)
        return order.withSpan { bytes in
            var bits: UInt64 = 0
            for (index, byte) in (start / 8..<(end + 7) / 8).enumerated() {
                bits |= UInt64(bytes[byte]) << UInt64(8 * index)
            }
            return UInt32(truncatingIfNeeded: bits >> UInt64(start % 8) & (1 << UInt64(width) - 1))
        }
    }

    /// Bits that hold the number of documents, and so each of them.
    private static func documentWidth(_ count: Int) -> Int { Int.bitWidth - count.leadingZeroBitCount }

    /// Size in bytes of the order of so many documents.
    static func orderSize(_ count: Int) -> Int { (count * documentWidth(count) + 7) / 8 }

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
