package import IndexStorage

/// The posting list of one term in a mapped file.
package struct TermPostings: Sendable {
    package let list: PostingList
    let bytes: MappedBytes

    /// - Throws: `StorageError.corrupt` when the directory contradicts itself or names a document outside.
    init(_ bytes: MappedBytes, documentFrequency: Int, documentCount: Int) throws(StorageError) {
        let list = bytes.withSpan { PostingList($0, documentFrequency: documentFrequency) }
        guard let list, Int(list.lastDocument(ofBlock: list.blockCount - 1)) < documentCount else {
            throw .corrupt(file: bytes.path, reason: "a posting list is damaged")
        }
        self.list = list
        self.bytes = bytes
    }

    /// Decodes a block, whose documents all lie in the segment.
    package func decode(block index: Int, into block: inout PostingBlock) throws(StorageError) {
        guard bytes.withSpan({ list.decode(block: index, of: $0, into: &block) }) else {
            throw damaged(index)
        }
    }

    /// Calls `visit` with every document and how often the term occurs in it.
    func forEachPosting(_ visit: (UInt32, UInt32) -> Void) throws(StorageError) {
        var block = PostingBlock()
        for index in 0..<list.blockCount {
            try decode(block: index, into: &block)
            for posting in 0..<block.count { visit(block.documents[posting], block.frequencies[posting]) }
        }
    }

    func damaged(_ index: Int) -> StorageError {
        .corrupt(file: bytes.path, reason: "block \(index) of a posting list is damaged")
    }

    /// Calls `visit` with the impacts of a block.
    @inline(__always)
    package func forEachImpact(ofBlock index: Int, _ visit: (Impact) -> Void) {
        bytes.withSpan { list.forEachImpact(ofBlock: index, of: $0, visit) }
    }
}

/// The positions of one term in a mapped file, in chunks that go with its posting blocks.
package struct TermPositions: Sendable {
    private let bytes: MappedBytes
    /// Chunk `i` is `chunkOffsets[i]..<chunkOffsets[i + 1]`.
    private let chunkOffsets: [Int]

    init(_ bytes: MappedBytes, documentFrequency: Int) throws(StorageError) {
        let blockCount = (documentFrequency + blockLength - 1) / blockLength
        let offsets = bytes.withSpan { span -> [Int]? in
            guard blockCount <= span.count else { return nil }
            var offset = 0
            var sizes: [Int] = []
            sizes.reserveCapacity(blockCount)
            for _ in 0..<blockCount {
                guard let size = VariableInteger.read32(span, at: &offset) else { return nil }
                sizes.append(Int(size))
            }
            var offsets = [offset]
            offsets.reserveCapacity(blockCount + 1)
            for size in sizes {
                offset += size
                offsets.append(offset)
            }
            return offset == span.count ? offsets : nil
        }
        guard let offsets else {
            throw .corrupt(file: bytes.path, reason: "a list of positions is damaged")
        }
        self.bytes = bytes
        chunkOffsets = offsets
    }

    /// Lends the bytes of a chunk to a closure.
    func withChunk(_ index: Int, _ body: (Span<UInt8>) -> Bool) -> Bool {
        bytes.withSpan { body($0.extracting(chunkOffsets[index]..<chunkOffsets[index + 1])) }
    }

    func damaged(_ index: Int) -> StorageError {
        .corrupt(file: bytes.path, reason: "chunk \(index) of a list of positions is damaged")
    }

    /// Replaces `positions` by those of all documents of a block, one after another.
    package func decode(
        block index: Int, frequencies: ArraySlice<UInt32>, into positions: inout [UInt32]
    ) throws(StorageError) {
        let isDecoded = bytes.withSpan { span in
            var offset = chunkOffsets[index]
            return PositionChunk.decode(span, at: &offset, frequencies: frequencies, into: &positions)
                && offset == chunkOffsets[index + 1]
        }
        guard isDecoded else {
            throw damaged(index)
        }
    }
}
