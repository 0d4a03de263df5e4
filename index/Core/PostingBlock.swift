/// Up to 128 postings of one term: document numbers, ascending, and how often the term occurs in each.
///
/// ```
/// full block    documents | group of 128 frequencies          groups as `BitPacking.h` draws them
/// documents     group of 128 gaps, or   ff | wordCount u8 | u64 × wordCount
/// tail block    gap << 1 | isOne, where not one: frequency − 2, …    LEB128, 1...127 postings
/// ```
/// A gap is the document number less the one before it, less one; the first of a list counts from −1. The packed
/// frequencies are stored less one. The number of postings is known from the list's document frequency, so it is not stored.
package struct PostingBlock: Sendable, Equatable {
    /// `count` entries are in use; the arrays always have room for 128.
    package private(set) var documents = [UInt32](repeating: 0, count: blockLength)
    package private(set) var frequencies = [UInt32](repeating: 0, count: blockLength)
    package private(set) var count = 0

    package init() {}

    /// Adds a posting behind the others. Documents ascend, a frequency is at least 1, and a block holds 128.
    package mutating func append(document: UInt32, frequency: UInt32) {
        precondition(count < blockLength, "a block holds \(blockLength) postings")
        precondition(frequency >= 1, "a posting without an occurrence")
        precondition(count == 0 || document > documents[count - 1], "documents must ascend")
        documents[count] = document
        frequencies[count] = frequency
        count += 1
    }

    package mutating func removeAll() { count = 0 }

    package var isFull: Bool { count == blockLength }

    /// Appends the block's bytes.
    ///
    /// - Parameter base: the last document of the block before it, or `UInt32.max` (−1) for a list's first block.
    package func encode(after base: UInt32, to bytes: inout [UInt8]) {
        PostingEncoding.appendBlock(documents, frequencies, count: count, after: base, to: &bytes)
    }

    /// Reads a block of `postingCount` (1...128) postings at `offset` and moves past it.
    ///
    /// - Returns: false when the bytes end early, a width is impossible, or documents do not ascend;
    ///   the block is then empty.
    package mutating func decode(
        _ bytes: Span<UInt8>, at offset: inout Int, after base: UInt32, postingCount: Int
    ) -> Bool {
        precondition(
            (1...blockLength).contains(postingCount), "a block has 1...128 postings, not \(postingCount)")
        count = 0
        let isRead =
            postingCount == blockLength
            ? PostingEncoding.decodeFull(bytes, at: &offset, after: base, &documents, &frequencies)
            : PostingEncoding.decodeTail(
                bytes, at: &offset, after: base, count: postingCount, &documents, &frequencies)
        guard isRead, isAscending(after: base, postingCount: postingCount) else { return false }
        count = postingCount
        return true
    }

    /// Damaged gaps wrap around: then documents stop ascending, or a frequency is 0.
    private func isAscending(after base: UInt32, postingCount: Int) -> Bool {
        var previous = base
        for index in 0..<postingCount {
            // `.max` stands for −1 as a base; as a document it would let the next one descend.
            guard documents[index] != .max, previous == .max || documents[index] > previous,
                frequencies[index] > 0
            else { return false }
            previous = documents[index]
        }
        return true
    }

    package static func == (left: PostingBlock, right: PostingBlock) -> Bool {
        left.count == right.count
            && left.documents.prefix(left.count) == right.documents.prefix(right.count)
            && left.frequencies.prefix(left.count) == right.frequencies.prefix(right.count)
    }
}
