internal import IndexKernels
internal import IndexStorage

/// Documents that may be wanted, ascending, with the sum of their scores so far and their frequencies in each of
/// several lists. In memory of the search: a copy is the same batch.
@safe
struct CandidateBatch {
    // Safe: all are pieces of the search's memory; the columns have room for `capacity` values.
    let state: UnsafeMutablePointer<dossier_candidates>
    // Safe: by list, then by slot.
    private let frequencies: UnsafeMutablePointer<UInt32>
    // Safe: as above; nil where none are kept.
    private let ordinals: UnsafeMutablePointer<UInt32>?
    private let capacity: Int
    private let listCount: Int

    /// What is kept of the candidates' postings in a list.
    struct Columns: OptionSet {
        let rawValue: Int
        static let frequencies = Columns(rawValue: 1)
        static let ordinals = Columns(rawValue: 2)
    }

    /// - Parameters:
    ///   - capacity: at most 65,536 candidates.
    ///   - listCount: lists whose frequencies are kept.
    ///   - keepsOrdinals: whether their ordinals may be asked for too.
    init(capacity: Int, listCount: Int, keepsOrdinals: Bool = false, in memory: SearchMemory) {
        precondition(capacity > 0 && capacity <= 1 << 16, "\(capacity) candidates")
        self.capacity = capacity
        self.listCount = listCount
        // Safe: see the fields.
        unsafe state = memory.allocate(1, of: dossier_candidates.self)
        // Safe: as above.
        unsafe state.initialize(
            to: dossier_candidates(
                documents: memory.allocate(capacity, of: UInt32.self),
                slots: memory.allocate(capacity, of: UInt16.self),
                sums: memory.allocate(capacity, of: Double.self), count: 0))
        // Safe: as above.
        unsafe frequencies = memory.allocate(max(1, capacity * listCount), of: UInt32.self)
        // Safe: as above.
        unsafe ordinals =
            keepsOrdinals ? memory.allocate(max(1, capacity * listCount), of: UInt32.self) : nil
    }

    var count: Int {
        // Safe: see the field.
        unsafe Int(state.pointee.count)
    }

    func document(at index: Int) -> UInt32 {
        precondition(index >= 0 && index < count, "candidate \(index) of \(count)")
        // Safe: checked above.
        return unsafe state.pointee.documents[index]
    }

    /// Lends the documents to a closure.
    func withDocuments<Failure: Error>(_ body: (Span<UInt32>) throws(Failure) -> Void) throws(Failure) {
        // Safe: there are `count` documents in the search's memory, which outlives the closure.
        try unsafe body(UnsafeBufferPointer(start: state.pointee.documents, count: count).span)
    }

    func sum(at index: Int) -> Double {
        precondition(index >= 0 && index < count, "candidate \(index) of \(count)")
        // Safe: checked above.
        return unsafe state.pointee.sums[index]
    }

    /// The frequency of the candidate at an index in a list it was looked up in.
    func frequency(at index: Int, inList list: Int) -> UInt32 {
        precondition(index >= 0 && index < count && list >= 0 && list < listCount, "\(index) in list \(list)")
        // Safe: checked above; a slot is below the capacity.
        return unsafe frequencies[list * capacity + Int(state.pointee.slots[index])]
    }

    /// Drops the candidates that do not hold a phrase, in whose lists they were looked up with ordinals.
    ///
    /// - Parameters:
    ///   - cutoff: where above −∞, candidates may be dropped whose sum and score of the phrase cannot exceed it; then their
    ///     frequencies are known as well.
    ///   - list: where the frequencies of the phrase go.
    ///   - termCount: how many of the phrase's terms, the rarest, count; nil for all.
    func keep(
        holding phrase: PhraseMatcher, _ scoring: Scoring, cutoff: Double, list: Int, termCount: Int? = nil
    ) {
        precondition(phrase.lists.allSatisfy { $0 < listCount }, "lists \(phrase.lists) of \(listCount)")
        // Safe: there is a column for each list.
        guard let ordinals = unsafe ordinals, let found = unsafe column(frequencies, list, true) else {
            preconditionFailure("a phrase without ordinals")
        }
        // Safe: as above.
        unsafe phrase.findFrequencies(
            ofTerms: termCount ?? phrase.lists.count, state, ordinals: ordinals,
            frequencies: cutoff > -.infinity ? frequencies : nil, stride: capacity,
            scoring.state, cutoff: cutoff, found)
        // Safe: every candidate has a frequency.
        unsafe dossier_keep_frequent(state, found)
    }

    /// Becomes the documents of a block in a range, with sums of 0.
    ///
    /// - Parameters:
    ///   - list: where the columns go that are wanted.
    func propose(
        _ cursor: TermCursor, block: Int, _ range: ClosedRange<UInt32>, list: Int, _ columns: Columns
    ) {
        precondition(block < cursor.blockCount && capacity >= 128, "block \(block) for \(capacity)")
        // Safe: the block exists; a block has at most 128 postings.
        guard unsafe dossier_cursor_decode(cursor.state, UInt32(block)) != 0 else {
            // Safe: see the field.
            unsafe state.pointee.count = 0
            return
        }
        // Safe: as above; there is a column for each list.
        unsafe dossier_cursor_propose(
            cursor.state, range.lowerBound, range.upperBound, state,
            column(ordinals, list, columns.contains(.ordinals)),
            column(frequencies, list, columns.contains(.frequencies)))
    }

    /// Becomes the documents of a block in a range whose scores exceed a cutoff; these are their sums.
    ///
    /// - Parameter list: where the frequencies go, and the ordinals where they are wanted.
    func propose(
        _ cursor: TermCursor, block: Int, _ range: ClosedRange<UInt32>, above cutoff: Double, list: Int,
        _ columns: Columns
    ) {
        precondition(block < cursor.blockCount && capacity >= 128, "block \(block) for \(capacity)")
        precondition(cursor.scores, "a list without scores")
        // Safe: the block exists; a block has at most 128 postings, and there is a column for each list.
        guard unsafe dossier_cursor_decode(cursor.state, UInt32(block)) != 0,
            let frequencies = unsafe column(frequencies, list, true)
        else {
            // Safe: see the field.
            unsafe state.pointee.count = 0
            return
        }
        // Safe: as above.
        unsafe dossier_cursor_propose_above(
            cursor.state, range.lowerBound, range.upperBound, cutoff, state,
            column(ordinals, list, columns.contains(.ordinals)), frequencies)
    }

    /// Looks all candidates up in a list, from its current block on, and drops those it lacks, or has, or none.
    ///
    /// - Parameter cutoff: where above 0, candidates may be dropped whose sum and score in the list cannot exceed it.
    func lookUp(
        _ cursor: TermCursor, keeping: dossier_keep, cutoff: Double = 0, list: Int, _ columns: Columns
    ) {
        // Safe: there is a column for each list, as long as the capacity.
        unsafe dossier_cursor_look_up(
            cursor.state, state, keeping, cursor.scores ? cutoff : 0,
            column(ordinals, list, columns.contains(.ordinals)),
            column(frequencies, list, columns.contains(.frequencies)))
    }

    /// Adds what each candidate scores by its frequency in a list.
    func addScores(_ scoring: Scoring?, list: Int) {
        // Safe: as above; the candidates are documents of the segment whose norms `scoring` has.
        guard var scoring = unsafe scoring?.state, let frequencies = unsafe column(frequencies, list, true)
        else {
            return
        }
        // Safe: as above.
        unsafe dossier_add_scores(&scoring, state, frequencies)
    }

    /// Drops the candidates whose sum is not above a cutoff.
    func keep(above cutoff: Double) {
        // Safe: see the field.
        unsafe dossier_keep_above(state, cutoff)
    }

    /// Drops the candidates whose bit in a bitmap of the whole segment is set.
    func drop(_ words: [UInt64]) {
        // Safe: the bitmap has a bit for each document of the segment.
        unsafe words.withUnsafeBufferPointer { words in
            if let start = words.baseAddress { unsafe dossier_drop_bits(state, 0, start, 1) }
        }
    }

    /// Drops the candidates that a window at `base` lacks.
    func keep(in window: DocumentWindow, _ base: UInt32) {
        // Safe: all candidates lie in the window.
        unsafe dossier_drop_bits(state, base, window.words, 0)
    }

    /// Drops the candidates for which `isKept`, given their index, is false.
    func filter(_ isKept: (Int) throws(StorageError) -> Bool) throws(StorageError) {
        var kept = 0
        for index in 0..<count where try isKept(index) {
            // Safe: kept is at most the index, which is below the count.
            unsafe state.pointee.documents[kept] = state.pointee.documents[index]
            // Safe: as above.
            unsafe state.pointee.slots[kept] = state.pointee.slots[index]
            // Safe: as above.
            unsafe state.pointee.sums[kept] = state.pointee.sums[index]
            kept += 1
        }
        // Safe: see the field.
        unsafe state.pointee.count = UInt32(kept)
    }

    /// Sets all sums to 0.
    func clearSums() {
        // Safe: there are as many sums as candidates.
        unsafe state.pointee.sums.update(repeating: 0, count: count)
    }

    /// Becomes the documents found in a window whose sums in `memory` are above a cutoff; those sums are 0 afterwards.
    ///
    /// - Returns: how many documents were found.
    func collect(_ base: UInt32, found: DocumentWindow, memory: SearchMemory, above cutoff: Double) -> Int {
        precondition(capacity >= DocumentWindow.count, "a window for \(capacity) candidates")
        // Safe: a window has as many bits as there are sums, and the columns room for them.
        return unsafe Int(dossier_collect(base, found.words, memory.sums, cutoff, state))
    }

    /// The same for a window in which every list was scored in full, without a record of what was found.
    func collectAll(_ base: UInt32, memory: SearchMemory, above cutoff: Double) {
        precondition(capacity >= DocumentWindow.count, "a window for \(capacity) candidates")
        // Safe: there are sums for a window, and the columns have room for it.
        unsafe dossier_collect_all(base, memory.sums, max(cutoff, 0), state)
    }

    // Safe: the column of a list in `values`; nil when it is not wanted.
    private func column(
        _ values: UnsafeMutablePointer<UInt32>?, _ list: Int, _ isWanted: Bool
    ) -> UnsafeMutablePointer<UInt32>? {
        guard isWanted else { return nil }
        guard let values = unsafe values, list < listCount else {
            preconditionFailure("list \(list) of \(listCount)")
        }
        // Safe: checked above.
        return unsafe values + list * capacity
    }
}
