package import IndexStorage

/// Collects the stored records of documents and compresses them in blocks of about 64 KiB.
///
/// ```
/// blocks   zstd frame, zstd frame, …       a frame holds  size LEB128 | record bytes  for each of its documents
/// index    for each block: firstDocument u32 | offset u64 | expanded size u32
/// ```
package struct StoredDocumentsWriter {
    static let blockByteCount = 65536

    private let zstandard = Zstandard()
    private var block: [UInt8] = []
    private var firstDocument: UInt32 = 0
    private var documentCount: UInt32 = 0
    /// Whether a record so far was not empty.
    private var hasContent = false
    package private(set) var blocks: [UInt8] = []
    package private(set) var index: [UInt8] = []

    package init() {}

    /// Adds the record of the next document.
    package mutating func append(_ record: [UInt8]) {
        block.appendLengthAndBytes(record)
        documentCount += 1
        hasContent = hasContent || !record.isEmpty
        if block.count >= Self.blockByteCount, hasContent { flush() }
    }

    /// Ends the last block; nothing may follow. Where every record is empty there is no block at all.
    package mutating func finish() {
        if documentCount > firstDocument, hasContent { flush() }
    }

    private mutating func flush() {
        precondition(block.count <= Int(UInt32.max), "a record of \(block.count) bytes")
        index.appendFixed32(firstDocument)
        index.appendFixed64(UInt64(blocks.count))
        index.appendFixed32(UInt32(block.count))
        blocks += zstandard.compress(block)
        block.removeAll(keepingCapacity: true)
        firstDocument = documentCount
    }
}

/// Reads the stored records of a segment.
package struct StoredDocuments: Sendable {
    private static let entryByteCount = 16

    private let index: MappedBytes
    private let blocks: SectionFile.Section
    private let documentCount: Int

    init(index: MappedBytes, blocks: SectionFile.Section, documentCount: Int) throws(StorageError) {
        self.index = index
        self.blocks = blocks
        self.documentCount = documentCount
        var previous = -1
        for number in 0..<blockCount {
            let first = Int(index.loadUInt32(at: number * Self.entryByteCount))
            guard first > previous, number > 0 || first == 0, first < documentCount else {
                throw .corrupt(file: index.path, reason: "stored documents are out of order")
            }
            previous = first
        }
        guard index.count % Self.entryByteCount == 0, documentCount > 0 || blockCount == 0 else {
            throw .corrupt(file: index.path, reason: "the list of stored documents does not fit")
        }
    }

    package var blockCount: Int { index.count / Self.entryByteCount }

    /// What all blocks expand to.
    var expandedByteCount: Int {
        (0..<blockCount).reduce(0) { $0 + Int(index.loadUInt32(at: $1 * Self.entryByteCount + 12)) }
    }

    /// The record of one document.
    ///
    /// - Complexity: expands one block.
    package func record(of document: UInt32) throws(StorageError) -> [UInt8] {
        precondition(Int(document) < documentCount, "document \(document) of \(documentCount)")
        if blockCount == 0 { return [] }
        var (low, high) = (0, blockCount)
        while low + 1 < high {
            let middle = (low + high) / 2
            if firstDocument(of: middle) <= document { low = middle } else { high = middle }
        }
        let bytes = try expand(low)
        var offset = 0
        for _ in firstDocument(of: low)..<document { _ = try nextRecord(bytes, at: &offset) }
        return Array(bytes[try nextRecord(bytes, at: &offset)])
    }

    /// Calls `visit` with every document's record, in order.
    package func forEachRecord(_ visit: (UInt32, ArraySlice<UInt8>) throws(StorageError) -> Void)
        throws(StorageError)
    {
        if blockCount == 0 {
            for document in 0..<UInt32(documentCount) { try visit(document, []) }
        }
        for number in 0..<blockCount {
            let bytes = try expand(number)
            var offset = 0
            let end = number + 1 < blockCount ? firstDocument(of: number + 1) : UInt32(documentCount)
            for document in firstDocument(of: number)..<end {
                try visit(document, bytes[try nextRecord(bytes, at: &offset)])
            }
            guard offset == bytes.count else { throw damaged(number) }
        }
    }

    private func firstDocument(of number: Int) -> UInt32 {
        index.loadUInt32(at: number * Self.entryByteCount)
    }

    private func expand(_ number: Int) throws(StorageError) -> [UInt8] {
        let entry = number * Self.entryByteCount
        let start = index.loadUInt64(at: entry + 4)
        let end =
            number + 1 < blockCount
            ? index.loadUInt64(at: entry + Self.entryByteCount + 4) : UInt64(blocks.count)
        guard start <= end, end <= UInt64(blocks.count) else { throw damaged(number) }
        let block = try blocks.bytes(Int(start)..<Int(end))
        // A zstd block of 128 KiB takes four bytes at least.
        let size = Int(index.loadUInt32(at: entry + 12))
        guard size / 32768 <= block.count,
            let bytes = Zstandard().expand(block, to: size)
        else { throw damaged(number) }
        try block.checkUndamaged()
        return bytes
    }

    private func nextRecord(_ bytes: [UInt8], at offset: inout Int) throws(StorageError) -> Range<Int> {
        guard let size = VariableInteger.read(bytes.span, at: &offset), size <= UInt64(bytes.count - offset)
        else { throw .corrupt(file: index.path, reason: "a stored document is cut short") }
        let start = offset
        offset += Int(size)
        return start..<offset
    }

    private func damaged(_ number: Int) -> StorageError {
        .corrupt(file: index.path, reason: "block \(number) of the stored documents cannot be expanded")
    }
}
