internal import IndexCore
internal import IndexStorage

/// Reads one posting list a window at a time; windows ascend.
struct TermCursor {
    private let postings: TermPostings
    private var block = PostingBlock()
    /// The block decoded last, −1 for none.
    private var decodedIndex = -1
    /// No block before this one reaches the current window.
    private var firstIndex = 0
    /// For each block a score none of its postings exceeds; empty until asked for.
    private var bounds: [Double] = []

    init(_ postings: TermPostings) { self.postings = postings }

    var documentFrequency: Int { postings.list.documentFrequency }

    /// Sets the bits of the list's documents in the window that begins at `base`, as far as `mask` allows.
    ///
    /// Blocks without a document of the mask are not decoded.
    mutating func match(
        _ base: UInt32, mask: DocumentWindow, into result: inout DocumentWindow
    ) throws(StorageError) {
        try forEachBlock(base, mask: mask) { documents, _, range in
            for index in range { result.insert(Int(documents[index] &- base)) }
        }
        result.formIntersection(mask)
    }

    /// Adds the scores of the documents of the mask in the window that begins at `base`.
    ///
    /// - Parameters:
    ///   - norms: of the whole segment.
    ///   - scores: by offset in the window.
    ///   - found: receives the documents of the mask that the list holds.
    mutating func score(
        _ base: UInt32, mask: DocumentWindow, _ scorer: TermScorer, norms: MappedBytes,
        into scores: inout [Double], found: inout DocumentWindow
    ) throws(StorageError) {
        try forEachBlock(base, mask: mask) { documents, frequencies, range in
            norms.withSpan { norms in
                for index in range {
                    let document = documents[index]
                    let offset = Int(document &- base)
                    guard mask.contains(offset) else { continue }
                    scores[offset] += scorer.score(
                        frequency: frequencies[index], norm: norms[Int(document)])
                    found.insert(offset)
                }
            }
        }
    }

    /// The frequency of the list's term in a document of the current window; 0 when it is not there.
    mutating func frequency(of document: UInt32) throws(StorageError) -> UInt32 {
        guard let place = try place(of: document) else { return 0 }
        return block.frequencies[place]
    }

    /// Where a document stands: the index of its block, which is now decoded, and its place there.
    mutating func locate(_ document: UInt32) throws(StorageError) -> (block: Int, place: Int)? {
        guard let place = try place(of: document) else { return nil }
        return (decodedIndex, place)
    }

    /// The frequencies of the block decoded last.
    var frequencies: ArraySlice<UInt32> { block.frequencies[..<block.count] }

    /// A score that no posting in the window beginning at `base` exceeds; 0 when the window has none.
    ///
    /// - Parameter bound: gives that score for the impacts of one block.
    mutating func bound(_ base: UInt32, _ scorer: TermScorer) -> Double {
        if bounds.isEmpty { bounds = blockBounds(scorer) }
        guard let first = postings.list.block(reaching: base, from: firstIndex) else { return 0 }
        firstIndex = first
        let end = base &+ UInt32(DocumentWindow.count - 1)
        var (index, greatest) = (first, 0.0)
        while index < bounds.count, firstDocument(ofBlock: index) <= end {
            greatest = max(greatest, bounds[index])
            index += 1
        }
        return greatest
    }

    private func blockBounds(_ scorer: TermScorer) -> [Double] {
        (0..<postings.list.blockCount).map { index in
            var greatest = 0.0
            postings.forEachImpact(ofBlock: index) { impact in
                greatest = max(greatest, scorer.score(frequency: impact.frequency, norm: impact.norm))
            }
            return TermScorer.roundedUp(greatest)
        }
    }

    /// The least document block `index` may hold.
    private func firstDocument(ofBlock index: Int) -> UInt32 {
        index == 0 ? 0 : postings.list.lastDocuments[index - 1] + 1
    }

    private mutating func place(of document: UInt32) throws(StorageError) -> Int? {
        guard let index = postings.list.block(reaching: document, from: firstIndex) else { return nil }
        try decode(index)
        var (low, high) = (0, block.count)
        while low < high {
            let middle = (low + high) / 2
            if block.documents[middle] < document { low = middle + 1 } else { high = middle }
        }
        return low < block.count && block.documents[low] == document ? low : nil
    }

    private mutating func decode(_ index: Int) throws(StorageError) {
        guard decodedIndex != index else { return }
        decodedIndex = -1
        try postings.decode(block: index, into: &block)
        decodedIndex = index
    }

    /// Calls `visit` with every block that has documents both in the window and in the mask, and with the range of its
    /// places inside the window.
    @inline(__always)
    private mutating func forEachBlock(
        _ base: UInt32, mask: DocumentWindow,
        _ visit: (_ documents: [UInt32], _ frequencies: [UInt32], _ range: Range<Int>) -> Void
    ) throws(StorageError) {
        guard let first = postings.list.block(reaching: base, from: firstIndex) else {
            firstIndex = postings.list.blockCount
            return
        }
        firstIndex = first
        let end = base &+ UInt32(DocumentWindow.count)
        var index = first
        while index < postings.list.blockCount {
            let from = firstDocument(ofBlock: index)
            if from >= end { return }
            let low = Int(max(from, base) &- base)
            let high = Int(min(postings.list.lastDocuments[index], end - 1) &- base)
            if mask.hasMatch(in: low...high) {
                try decode(index)
                visit(block.documents, block.frequencies, range(from: base, below: end))
            }
            index += 1
        }
    }

    /// The places of the decoded block whose documents are in a range.
    private func range(from base: UInt32, below end: UInt32) -> Range<Int> {
        let documents = block.documents
        func place(of bound: UInt32) -> Int {
            var (low, high) = (0, block.count)
            while low < high {
                let middle = (low + high) / 2
                if documents[middle] < bound { low = middle + 1 } else { high = middle }
            }
            return low
        }
        let lower = documents[0] >= base ? 0 : place(of: base)
        let upper = documents[block.count - 1] < end ? block.count : place(of: end)
        return lower..<upper
    }
}
