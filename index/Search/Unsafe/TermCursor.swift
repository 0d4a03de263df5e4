internal import IndexCore
internal import IndexKernels
internal import IndexStorage

/// Reads one posting list, forward from window to window or batch to batch.
///
/// Its state is memory of the search: a copy is the same cursor. A block that turns out to be damaged is left out; ask
/// `isDamaged` before an answer.
@safe
struct TermCursor: BitwiseCopyable {
    // Safe: a piece of the search's memory; the lists and norms it points to are kept by whoever searches.
    let state: UnsafeMutablePointer<dossier_cursor>

    /// A cursor that does not score.
    ///
    /// - Parameter postings: are to be kept as long as the cursor.
    init(_ postings: TermPostings, in memory: SearchMemory) {
        // Safe: room for one.
        unsafe state = memory.allocate(1, of: dossier_cursor.self)
        // Safe: sets all fields but those of a decoded block.
        unsafe postings.open(state)
    }

    /// A cursor that scores.
    ///
    /// - Parameter scoring: of the whole segment.
    init(_ postings: TermPostings, _ scoring: Scoring, in memory: SearchMemory) {
        self.init(postings, in: memory)
        // Safe: the cursor is open; there is a bound for each of its blocks.
        unsafe state.pointee.scoring = scoring.state
        // Safe: as above.
        unsafe state.pointee.bounds = memory.allocate(dossier_cursor_bound_count(state), repeating: -1)
    }

    var documentFrequency: Int {
        // Safe: the cursor is open.
        unsafe Int(state.pointee.posting_count)
    }

    var blockCount: Int {
        // Safe: the cursor is open.
        unsafe Int(state.pointee.block_count)
    }

    /// Whether its postings have scores.
    var scores: Bool {
        // Safe: the cursor is open.
        unsafe state.pointee.scoring.norms != nil
    }

    /// What its scores take; nil where it has none.
    var scoring: Scoring? {
        // Safe: the cursor is open.
        scores ? unsafe Scoring(state: state.pointee.scoring) : nil
    }

    /// Whether a block was damaged.
    var isDamaged: Bool {
        // Safe: the cursor is open.
        unsafe state.pointee.is_damaged != 0
    }

    /// A document, at or after `document`, before which the list has none from there on; nil when it has no more. Earlier
    /// ones cannot be asked for any more.
    func next(from document: UInt32) -> UInt32? {
        // Safe: the cursor is open.
        let found = unsafe dossier_cursor_next(state, document)
        return found == .max ? nil : found
    }

    /// Goes back before the first block.
    func rewind() {
        // Safe: the cursor is open.
        unsafe state.pointee.block = 0
    }

    /// Makes the first block that may hold `document` or a later one the current one.
    func enter(_ document: UInt32) {
        // Safe: the cursor is open.
        _ = unsafe dossier_cursor_enter(state, document)
    }

    /// The first block, at or after the current one, that may hold `document` or a later one; nil when none does.
    func block(reaching document: UInt32) -> Int? {
        // Safe: the cursor is open.
        let block = unsafe Int(dossier_cursor_block_reaching(state, document))
        return block < blockCount ? block : nil
    }

    /// The documents block `index` may hold.
    func documents(ofBlock index: Int) -> ClosedRange<UInt32> {
        precondition(index >= 0 && index < blockCount, "block \(index) of \(blockCount)")
        // Safe: checked above.
        let first = unsafe dossier_cursor_first_document(state, UInt32(index))
        // Safe: as above. In a damaged directory, as decoding the block will tell, documents need not ascend.
        return unsafe first...max(first, dossier_cursor_last_document(state, UInt32(index)))
    }

    /// Lets the list's documents into a window.
    ///
    /// - Parameter marks: documents may be marked in this memory instead; for the window to take.
    func mark(_ base: UInt32, into window: DocumentWindow, marks memory: SearchMemory?) {
        // Safe: the cursor is open, and the memory has marks for the greatest window.
        unsafe dossier_cursor_mark(state, base, window.words, UInt32(window.wordCount), memory?.marks)
    }

    /// Takes out of a window all documents that the list does not hold.
    func restrict(_ base: UInt32, _ window: DocumentWindow, memory: SearchMemory) {
        // Safe: the cursor is open, and the memory has marks for the greatest window.
        unsafe dossier_cursor_restrict(state, base, window.words, UInt32(window.wordCount), memory.marks)
    }

    /// Adds the scores of the documents in the window at `base` to the sums of `memory`, by offset in the window.
    ///
    /// - Parameters:
    ///   - mask: other documents are left out; nil for none.
    ///   - found: receives the documents that the list holds; needed with a mask.
    func score(_ base: UInt32, mask: DocumentWindow?, memory: SearchMemory, found: DocumentWindow?) {
        precondition(scores, "a list without scores")
        let count = (mask ?? found)?.count ?? DocumentWindow.count
        precondition(count == DocumentWindow.count, "a window of \(count) for scores")
        // Safe: the cursor is open and scores; the windows have 4,096 bits, and there are as many sums.
        unsafe dossier_cursor_score(state, base, mask?.words, memory.sums, found?.words)
    }

    /// A score that no posting of a range of documents, in the current block or after it, exceeds; 0 when there is none.
    func bound(_ range: ClosedRange<UInt32>) -> Double {
        if !scores { return 0 }
        // Safe: the cursor is open and scores.
        return unsafe dossier_cursor_bound(state, range.lowerBound, range.upperBound)
    }

    /// A score that no posting of a block exceeds.
    func bound(ofBlock index: Int) -> Double {
        if !scores { return 0 }
        precondition(index >= 0 && index < blockCount, "block \(index) of \(blockCount)")
        // Safe: the cursor is open and scores; checked above.
        return unsafe dossier_cursor_block_bound(state, UInt32(index))
    }

    /// The `count` blocks with the greatest bounds, the greatest first, or all of them, in order, where there are no more.
    func strongestBlocks(_ count: Int) -> [Int] {
        if blockCount <= count { return Array(0..<blockCount) }
        var strongest: [(bound: Double, block: Int)] = []
        for block in 0..<blockCount {
            let bound = bound(ofBlock: block)
            if strongest.count == count {
                if bound <= strongest[count - 1].bound { continue }
                strongest.removeLast()
            }
            let place = strongest.firstIndex { $0.bound < bound } ?? strongest.count
            strongest.insert((bound, block), at: place)
        }
        return strongest.map(\.block)
    }

    /// The frequency of the list's term in a document of the current block or after it; 0 when it is not there.
    func frequency(of document: UInt32) -> UInt32 {
        // Safe: the cursor is open.
        unsafe dossier_cursor_frequency(state, document)
    }

    /// The norm of a document of the segment; 0 for a list without scores.
    func norm(of document: UInt32) -> UInt8 {
        // Safe: the cursor is open.
        let count = unsafe state.pointee.document_count
        precondition(document < count, "document \(document) of \(count)")
        // Safe: there is a norm for each document.
        return unsafe state.pointee.scoring.norms?[Int(document)] ?? 0
    }

    /// The number of a document's posting in the list, from the current block on; nil when it is not there.
    func locate(_ document: UInt32) -> Int? {
        // Safe: the cursor is open.
        let ordinal = unsafe dossier_cursor_locate(state, document)
        return ordinal == .max ? nil : Int(ordinal)
    }
}

/// What the scores of a list take, as the kernels want it. Good as long as the search that made it.
@safe
struct Scoring: BitwiseCopyable {
    // Safe: the segment keeps the norms, whoever searches keeps the scorer.
    let state: dossier_scoring

    /// What every score stays below.
    // Safe: a plain number of the field.
    var weight: Double { unsafe state.weight }

    fileprivate init(state: dossier_scoring) {
        // Safe: see the field.
        unsafe self.state = state
    }

    /// - Parameter norms: of the whole segment.
    init(_ scorer: TermScorer, norms: MappedBytes) {
        // Safe: see the field.
        unsafe state = norms.withUnsafeBytes { norms in
            unsafe dossier_scoring(
                norms: norms.baseAddress?.assumingMemoryBound(to: UInt8.self),
                saturations: scorer.saturations.values, weight: scorer.weight)
        }
    }
}
