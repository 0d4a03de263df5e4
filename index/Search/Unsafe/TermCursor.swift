internal import IndexCore
internal import IndexKernels
internal import IndexStorage

/// Reads one posting list, forward from window to window.
///
/// Holds its own room for one decoded block, so a copy is not to be used beside the original.
@safe
struct TermCursor {
    private let postings: TermPostings
    private let buffer = BlockBuffer()
    /// The block decoded last, −1 for none.
    private var decodedIndex = -1
    /// The place in the decoded block that was asked for last.
    private var lastPlace = 0
    /// No block before this one reaches the current window.
    private var firstIndex = 0
    /// For each block a score none of its postings exceeds, −1 where it was not asked for yet.
    private var bounds: [Double] = []

    init(_ postings: TermPostings) { self.postings = postings }

    var documentFrequency: Int { postings.list.documentFrequency }

    var blockCount: Int { postings.list.blockCount }

    /// The first document of the list that is `document` or later; nil when none is.
    mutating func next(from document: UInt32) throws(StorageError) -> UInt32? {
        guard let index = postings.list.block(reaching: document, from: firstIndex) else { return nil }
        firstIndex = index
        try decode(index)
        return buffer.document(at: buffer.place(reaching: document))
    }

    /// Sets the bits of the list's documents in the window that begins at `base`, as far as `mask` allows.
    ///
    /// Blocks without a document of the mask are not decoded.
    mutating func match(
        _ base: UInt32, mask: DocumentWindow, into result: inout DocumentWindow
    ) throws(StorageError) {
        var index = enter(base)
        while let range = try decode(&index, base, mask: mask) {
            // Safe: the range lies within the block, and its documents within the window.
            unsafe result.withMutableWords { words in
                unsafe dossier_mark_documents(
                    buffer.documents, Int32(range.lowerBound), Int32(range.upperBound), base, words)
            }
        }
        result.formIntersection(mask)
    }

    /// Adds the scores of the documents of the mask in the window that begins at `base`.
    ///
    /// - Parameters:
    ///   - norms: of the whole segment.
    ///   - sums: by offset in the window.
    ///   - found: receives the documents of the mask that the list holds.
    mutating func score(
        _ base: UInt32, mask: DocumentWindow, _ scorer: TermScorer, norms: MappedBytes,
        into sums: inout [Double], scratch: inout [Double], found: inout DocumentWindow
    ) throws(StorageError) {
        let isFull = mask.isFull
        var index = enter(base)
        while let range = try decode(&index, base, mask: mask) {
            try postings.decodeFrequencies(block: index - 1, into: buffer)
            if isFull {
                scorer.score(buffer, range, norms: norms, into: &scratch)
                add(scratch, range, base, to: &sums, found: &found)
            } else {
                scorer.score(buffer, range, base, mask: mask, norms: norms, into: &sums, found: &found)
            }
        }
    }

    /// Adds the scores of all postings in a range of the decoded block.
    private func add(
        _ scores: [Double], _ range: Range<Int>, _ base: UInt32, to sums: inout [Double],
        found: inout DocumentWindow
    ) {
        // Safe: the range lies within the block, its documents within the window, and each array is as long.
        unsafe scores.withUnsafeBufferPointer { scores in
            unsafe sums.withUnsafeMutableBufferPointer { sums in
                guard let scores = scores.baseAddress, let sums = sums.baseAddress else { return }
                unsafe dossier_add_scores(
                    buffer.documents, scores, Int32(range.lowerBound), Int32(range.upperBound), base, sums)
            }
        }
        // Safe: as above.
        unsafe found.withMutableWords { words in
            unsafe dossier_mark_documents(
                buffer.documents, Int32(range.lowerBound), Int32(range.upperBound), base, words)
        }
    }

    /// Decodes block `index` and scores all of it: the scores go to `scores`, the documents to `visit`.
    ///
    /// - Parameter visit: is given the document and the score of each posting.
    @inline(__always)
    mutating func forEachScore(
        inBlock index: Int, _ scorer: TermScorer, norms: MappedBytes, scratch: inout [Double],
        _ visit: (UInt32, Double) -> Void
    ) throws(StorageError) {
        try decode(index)
        try postings.decodeFrequencies(block: index, into: buffer)
        scorer.score(buffer, 0..<buffer.count, norms: norms, into: &scratch)
        for place in 0..<buffer.count { visit(buffer.document(at: place), scratch[place]) }
    }

    /// The documents of a block, ascending.
    mutating func documents(ofBlock index: Int) throws(StorageError) -> [UInt32] {
        try decode(index)
        return (0..<buffer.count).map { buffer.document(at: $0) }
    }

    /// The frequency of the list's term in a document of the current window; 0 when it is not there.
    mutating func frequency(of document: UInt32) throws(StorageError) -> UInt32 {
        guard let (index, place) = try locate(document) else { return 0 }
        try postings.decodeFrequencies(block: index, into: buffer)
        return buffer.frequency(at: place)
    }

    /// Where a document of the current window or a later one stands: the index of its block, now decoded, and its place.
    mutating func locate(_ document: UInt32) throws(StorageError) -> (block: Int, place: Int)? {
        let isDecoded =
            decodedIndex >= firstIndex && lastDocument(ofBlock: decodedIndex) >= document
            && firstDocument(ofBlock: decodedIndex) <= document
        if !isDecoded {
            // Mostly a later block than the one before.
            let isBehind = decodedIndex >= firstIndex && lastDocument(ofBlock: decodedIndex) < document
            let start = isBehind ? decodedIndex + 1 : firstIndex
            guard let found = postings.list.block(reaching: document, from: start) else { return nil }
            try decode(found)
        }
        // Documents are mostly asked for in turn.
        let start = lastPlace < buffer.count && buffer.document(at: lastPlace) <= document ? lastPlace : 0
        lastPlace = buffer.place(reaching: document, from: start)
        return lastPlace < buffer.count && buffer.document(at: lastPlace) == document
            ? (decodedIndex, lastPlace) : nil
    }

    /// Decodes the positions of the block decoded last.
    func decodePositions(of list: TermPositions, into positions: PositionBuffer) throws(StorageError) {
        try postings.decodeFrequencies(block: decodedIndex, into: buffer)
        try positions.decode(block: decodedIndex, of: list, with: buffer)
    }

    /// A score that no posting of a range of documents, in the current window or after it, exceeds; 0 when the range has
    /// none.
    mutating func bound(_ range: ClosedRange<UInt32>, _ scorer: TermScorer) -> Double {
        guard let first = postings.list.block(reaching: range.lowerBound, from: firstIndex) else { return 0 }
        var (index, greatest) = (first, 0.0)
        while index < blockCount, firstDocument(ofBlock: index) <= range.upperBound {
            greatest = max(greatest, bound(ofBlock: index, scorer))
            index += 1
        }
        return greatest
    }

    /// A score that no posting of a block exceeds.
    mutating func bound(ofBlock index: Int, _ scorer: TermScorer) -> Double {
        if bounds.isEmpty { bounds = [Double](repeating: -1, count: blockCount) }
        if bounds[index] < 0 {
            bounds[index] = TermScorer.roundedUp(
                postings.greatestScore(
                    ofBlock: index, saturations: scorer.saturations, weight: scorer.weight))
        }
        return bounds[index]
    }

    /// The least document block `index` may hold.
    func firstDocument(ofBlock index: Int) -> UInt32 {
        index == 0 ? 0 : postings.list.lastDocument(ofBlock: index - 1) &+ 1
    }

    /// The blocks that have documents in a range, in the current window or after it, as ranges that part it: each ends
    /// where a block does, the last with the range.
    func partition(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
        var parts: [ClosedRange<UInt32>] = []
        var (start, index) = (
            range.lowerBound, postings.list.block(reaching: range.lowerBound, from: firstIndex)
        )
        while let block = index, block < blockCount, start <= range.upperBound {
            let end = max(start, min(lastDocument(ofBlock: block), range.upperBound))
            parts.append(start...end)
            start = end + 1
            index = block + 1
        }
        if start <= range.upperBound { parts.append(start...range.upperBound) }
        return parts
    }

    /// The last document of a block; the first where a directory is damaged, which decoding the block tells.
    func lastDocument(ofBlock index: Int) -> UInt32 {
        max(postings.list.lastDocument(ofBlock: index), firstDocument(ofBlock: index))
    }

    private mutating func decode(_ index: Int) throws(StorageError) {
        guard decodedIndex != index else { return }
        decodedIndex = -1
        try postings.decodeDocuments(block: index, into: buffer)
        decodedIndex = index
        lastPlace = 0
    }

    /// The first block that may reach the window at `base`; the count of blocks when none does.
    private mutating func enter(_ base: UInt32) -> Int {
        firstIndex = postings.list.block(reaching: base, from: firstIndex) ?? blockCount
        return firstIndex
    }

    /// Decodes the first block, at or after `index`, with documents both in the window and in the mask.
    ///
    /// - Parameter index: moved behind the block.
    /// - Returns: the places of the block whose documents are in the window; nil when there is no such block.
    private mutating func decode(
        _ index: inout Int, _ base: UInt32, mask: DocumentWindow
    ) throws(StorageError) -> Range<Int>? {
        let end = base &+ UInt32(DocumentWindow.count)
        while index < blockCount {
            let first = firstDocument(ofBlock: index)
            if first >= end { return nil }
            let last = lastDocument(ofBlock: index)
            index += 1
            // Only in a damaged directory.
            if last < base { continue }
            guard mask.hasMatch(in: Int(max(first, base) &- base)...Int(min(last, end - 1) &- base)) else {
                continue
            }
            try decode(index - 1)
            let lower = first >= base ? 0 : buffer.place(reaching: base)
            let upper = last < end ? buffer.count : buffer.place(reaching: end, from: lower)
            return lower..<upper
        }
        return nil
    }
}

extension TermScorer {
    /// Scores the postings of a block at the places of a range.
    ///
    /// - Parameters:
    ///   - norms: of the whole segment, whose documents the block's are.
    ///   - scores: by place; has room for a block.
    func score(_ buffer: BlockBuffer, _ range: Range<Int>, norms: MappedBytes, into scores: inout [Double]) {
        precondition(scores.count >= blockLength, "room for a block's scores is needed")
        // Safe: there are 256 saturations, one for every norm; each document has a norm, which `FieldReader` checks.
        unsafe norms.withUnsafeBytes { norms in
            unsafe saturations.withUnsafeBufferPointer { saturations in
                unsafe scores.withUnsafeMutableBufferPointer { scores in
                    guard let norms = norms.baseAddress,
                        let saturations = saturations.baseAddress,
                        let scores = scores.baseAddress
                    else { return }
                    unsafe dossier_score_postings(
                        buffer.documents, buffer.frequencies, Int32(range.lowerBound),
                        Int32(range.upperBound),
                        norms.assumingMemoryBound(to: UInt8.self), saturations, weight, scores)
                }
            }
        }
    }
}

extension TermScorer {
    /// Adds the scores of those postings in a range of a block that are in a mask.
    func score(
        _ buffer: BlockBuffer, _ range: Range<Int>, _ base: UInt32, mask: DocumentWindow, norms: MappedBytes,
        into sums: inout [Double], found: inout DocumentWindow
    ) {
        precondition(sums.count >= DocumentWindow.count, "room for a window's scores is needed")
        // Safe: as in the other form; the documents lie within the window, as long as the mask and the sums.
        unsafe norms.withUnsafeBytes { norms in
            unsafe saturations.withUnsafeBufferPointer { saturations in
                unsafe sums.withUnsafeMutableBufferPointer { sums in
                    guard let norms = norms.baseAddress, let saturations = saturations.baseAddress,
                        let sums = sums.baseAddress
                    else { return }
                    unsafe mask.withWords { mask in
                        unsafe found.withMutableWords { found in
                            unsafe dossier_score_masked(
                                buffer.documents, buffer.frequencies, Int32(range.lowerBound),
                                Int32(range.upperBound), base, mask,
                                norms.assumingMemoryBound(to: UInt8.self), saturations, weight, sums, found)
                        }
                    }
                }
            }
        }
    }
}

extension DocumentWindow {
    /// Lends the 64 words to a closure; the pointer must not leave it.
    // Safe: the array has 64 words and lives for the closure.
    mutating func withMutableWords(_ body: (UnsafeMutablePointer<UInt64>) -> Void) {
        // Safe: as above.
        unsafe words.withUnsafeMutableBufferPointer { buffer in
            if let start = buffer.baseAddress { unsafe body(start) }
        }
    }

    /// Lends the 64 words to a closure, unchangeable.
    func withWords(_ body: (UnsafePointer<UInt64>) -> Void) {
        // Safe: as above.
        unsafe words.withUnsafeBufferPointer { buffer in
            if let start = buffer.baseAddress { unsafe body(start) }
        }
    }
}
