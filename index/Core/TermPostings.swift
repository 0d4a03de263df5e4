package import IndexStorage

/// The posting list of one term in a mapped file.
package struct TermPostings: Sendable {
    package let list: PostingList
    /// Of the segment.
    let documentCount: Int

    /// - Throws: `StorageError.corrupt` when the list is too short.
    init(_ bytes: MappedBytes, documentFrequency: Int, documentCount: Int) throws(StorageError) {
        guard let list = PostingList(bytes, documentFrequency: documentFrequency) else {
            throw .corrupt(file: bytes.path, reason: "a posting list is damaged")
        }
        self.list = list
        self.documentCount = documentCount
    }

    /// The list of some documents, in memory; nil for none.
    ///
    /// - Parameters:
    ///   - documents: ascending.
    ///   - documentCount: of the segment.
    package init?(of documents: [UInt32], documentCount: Int) throws(StorageError) {
        if documents.isEmpty { return nil }
        var (writer, lists) = (PostingListWriter(), ListSections())
        for document in documents { writer.append(document: document, frequency: 1, norm: 0) }
        let entry = writer.finish(into: &lists)
        let bytes = entry.isInlined ? lists.inlined[entry.postings] : lists.postings[entry.postings]
        try self.init(
            MappedFile(path: "a list in memory", bytes: Array(bytes)).allBytes,
            documentFrequency: documents.count, documentCount: documentCount)
    }

    /// Appends all documents of the list, ascending.
    package func appendDocuments(to documents: inout [UInt32]) throws(StorageError) {
        var block = PostingBlock()
        for index in 0..<list.blockCount {
            try decode(block: index, into: &block)
            documents += block.documents[..<block.count]
        }
    }

    /// Decodes a block, whose documents all lie in the segment.
    package func decode(block index: Int, into block: inout PostingBlock) throws(StorageError) {
        guard list.decode(block: index, into: &block),
            Int(block.documents[block.count - 1]) < documentCount
        else {
            throw damaged(index)
        }
    }

    func damaged(_ index: Int) -> StorageError {
        .corrupt(file: list.bytes.path, reason: "block \(index) of a posting list is damaged")
    }

    /// Some block of it is not what a writer can have written.
    package var damaged: StorageError {
        .corrupt(file: list.bytes.path, reason: "a posting list is damaged")
    }
}

/// The positions of one term in a mapped file, in chunks that go with its posting blocks; see `BlockDirectory`.
package struct TermPositions: Sendable {
    let bytes: MappedBytes
    let blockCount: Int
    /// Of all documents; those of no block are more, so that a damaged one cannot ask for more room.
    let positionCount: UInt64
    /// Positions of fewer than 128 postings are one chunk.
    let hasDirectory: Bool

    /// - Parameter entry: of the term.
    init(_ bytes: MappedBytes, _ entry: TermEntry) {
        self.bytes = bytes
        blockCount = (entry.documentFrequency + blockLength - 1) / blockLength
        positionCount = entry.totalFrequency
        hasDirectory = entry.documentFrequency >= blockLength
    }

    /// Lends the bytes of a chunk to a closure; false where there are none.
    func withChunk(_ index: Int, _ body: (Span<UInt8>) -> Bool) -> Bool {
        guard let range = chunkRange(index) else { return false }
        return bytes.withSpan { body($0.extracting(range)) }
    }

    func damaged(_ index: Int) -> StorageError {
        .corrupt(file: bytes.path, reason: "chunk \(index) of a list of positions is damaged")
    }

    /// Replaces `positions` by those of all documents of a block, one after another.
    package func decode(
        block index: Int, frequencies: ArraySlice<UInt32>, into positions: inout [UInt32]
    ) throws(StorageError) {
        guard frequencies.reduce(0, { $0 + UInt64($1) }) <= positionCount else { throw damaged(index) }
        let isDecoded = withChunk(index) { chunk in
            var offset = 0
            return PositionChunk.decode(chunk, at: &offset, frequencies: frequencies, into: &positions)
                && offset == chunk.count
        }
        guard isDecoded else { throw damaged(index) }
    }
}
