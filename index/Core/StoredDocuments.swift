package import IndexStorage

/// Collects the stored records of documents and compresses them in blocks of about 128 KiB.
///
/// ```
/// blocks   zstd frame, zstd frame, …       a frame holds  size LEB128 | record bytes  for each of its documents
/// index    for each block: firstDocument u32 | offset u64 | expanded size u32
/// ```
/// Where a block ends depends on the records since the one before it alone, and there on the hash of a record. So merged
/// segments are soon cut at the documents where they were cut before, and from there on blocks are copied as they are.
package struct StoredDocumentsWriter {
    /// A block below the least size goes on; at the greatest it ends. Between them a record ends it that has one of
    /// `stretch` hashes for each of its bytes.
    private static let leastByteCount = 96 << 10
    private static let greatestByteCount = 256 << 10
    private static let stretch: UInt64 = 32 << 10

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
    package mutating func append(_ record: ArraySlice<UInt8>) {
        block.appendLengthAndBytes(record)
        documentCount += 1
        hasContent = hasContent || !record.isEmpty
        if hasContent, endsBlock(record) { flush() }
    }

    /// Adds the records of a segment.
    ///
    /// - Parameter numbers: for each document `.max` if it is left out.
    mutating func append(_ documents: StoredDocuments, numbers: [UInt32]) throws(StorageError) {
        if documents.blockCount == 0 {
            for number in numbers where number != .max { append([]) }
        }
        for number in 0..<documents.blockCount {
            let range = documents.documents(ofBlock: number)
            // The last block ends with the segment, not with the record.
            if block.isEmpty, number + 1 < documents.blockCount,
                !numbers[Int(range.lowerBound)..<Int(range.upperBound)].contains(.max)
            {
                let (bytes, size) = try documents.block(number)
                appendEntry(size: size)
                blocks += bytes.array()
                documentCount += UInt32(range.count)
                firstDocument = documentCount
                hasContent = true
            } else {
                try documents.forEachRecord(ofBlock: number) { document, record throws(StorageError) in
                    if numbers[Int(document)] != .max { append(record) }
                }
            }
        }
    }

    /// Ends the last block; nothing may follow. Where every record is empty there is no block at all.
    package mutating func finish() {
        if documentCount > firstDocument, hasContent { flush() }
    }

    private func endsBlock(_ record: ArraySlice<UInt8>) -> Bool {
        if block.count < Self.leastByteCount { return false }
        return block.count >= Self.greatestByteCount
            || Checksum.xxh3(Array(record)) % Self.stretch < UInt64(record.count)
    }

    private mutating func appendEntry(size: Int) {
        index.appendFixed32(firstDocument)
        index.appendFixed64(UInt64(blocks.count))
        index.appendFixed32(UInt32(size))
    }

    private mutating func flush() {
        precondition(block.count <= Int(UInt32.max), "a record of \(block.count) bytes")
        appendEntry(size: block.count)
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
        var reader = Reader(self)
        return try reader.record(of: document)
    }

    /// The block that holds a document.
    private func block(of document: UInt32) -> Int {
        var (low, high) = (0, blockCount)
        while low + 1 < high {
            let middle = (low + high) / 2
            if firstDocument(of: middle) <= document { low = middle } else { high = middle }
        }
        return low
    }

    /// Reads one record after another, of a block that is expanded once while they are of the same.
    package struct Reader {
        private let documents: StoredDocuments
        private var block: Int?
        private var bytes: [UInt8] = []
        /// Of the record read last: its document, and where it ends.
        private var place: (document: UInt32, end: Int)?

        package init(_ documents: StoredDocuments) { self.documents = documents }

        /// - Complexity: O(records between this document and the one read last), where both are of one block.
        package mutating func record(of document: UInt32) throws(StorageError) -> [UInt8] {
            if documents.blockCount == 0 { return [] }
            let number = documents.block(of: document)
            if block != number {
                bytes = try documents.expand(number)
                (block, place) = (number, nil)
            }
            var (next, offset) = (documents.firstDocument(of: number), 0)
            if let place, place.document < document { (next, offset) = (place.document + 1, place.end) }
            while next < document {
                _ = try documents.nextRecord(bytes, at: &offset)
                next += 1
            }
            let range = try documents.nextRecord(bytes, at: &offset)
            place = (document, offset)
            return Array(bytes[range])
        }
    }

    /// Calls `visit` with every document's record, in order.
    package func forEachRecord(_ visit: (UInt32, ArraySlice<UInt8>) throws(StorageError) -> Void)
        throws(StorageError)
    {
        if blockCount == 0 {
            for document in 0..<UInt32(documentCount) { try visit(document, []) }
        }
        for number in 0..<blockCount { try forEachRecord(ofBlock: number, visit) }
    }

    /// Calls `visit` with the records of some documents, ascending; a block is expanded once.
    package func forEachRecord(
        of documents: [UInt32], _ visit: (UInt32, ArraySlice<UInt8>) throws(StorageError) -> Void
    ) throws(StorageError) {
        var next = 0
        for number in 0..<blockCount where next < documents.count {
            let range = self.documents(ofBlock: number)
            guard documents[next] < range.upperBound else { continue }
            try forEachRecord(ofBlock: number) { document, record throws(StorageError) in
                guard next < documents.count, documents[next] == document else { return }
                try visit(document, record)
                next += 1
            }
        }
    }

    func forEachRecord(
        ofBlock number: Int, _ visit: (UInt32, ArraySlice<UInt8>) throws(StorageError) -> Void
    ) throws(StorageError) {
        let bytes = try expand(number)
        var offset = 0
        for document in documents(ofBlock: number) {
            try visit(document, bytes[try nextRecord(bytes, at: &offset)])
        }
        guard offset == bytes.count else { throw damaged(number) }
    }

    /// The documents of a block.
    func documents(ofBlock number: Int) -> Range<UInt32> {
        firstDocument(
            of: number)..<(number + 1 < blockCount ? firstDocument(of: number + 1) : UInt32(documentCount))
    }

    private func firstDocument(of number: Int) -> UInt32 {
        index.loadUInt32(at: number * Self.entryByteCount)
    }

    /// A block as it is stored, and the size it expands to.
    func block(_ number: Int) throws(StorageError) -> (bytes: MappedBytes, size: Int) {
        let entry = number * Self.entryByteCount
        let start = index.loadUInt64(at: entry + 4)
        let end =
            number + 1 < blockCount
            ? index.loadUInt64(at: entry + Self.entryByteCount + 4) : UInt64(blocks.count)
        guard start <= end, end <= UInt64(blocks.count) else { throw damaged(number) }
        return (try blocks.bytes(Int(start)..<Int(end)), Int(index.loadUInt32(at: entry + 12)))
    }

    private func expand(_ number: Int) throws(StorageError) -> [UInt8] {
        let (block, size) = try block(number)
        // A zstd block of 128 KiB takes four bytes at least.
        guard size / 32768 <= block.count,
            let bytes = Zstandard.lend({ $0.expand(block, to: size) })
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
