internal import IndexCore
internal import IndexKernels
internal import IndexStorage

/// Counts how often terms stand side by side, or a single one stands in some ranges, in documents that hold all of them.
///
/// Its state is memory of the search.
@safe
final class PhraseMatcher {
    // Safe: pieces of the search's memory: the terms, the rarest first, and the ordinals they are asked for.
    private let terms: UnsafeMutablePointer<UnsafeMutablePointer<dossier_phrase_term>>
    // Safe: as above.
    private let ordinals: UnsafeMutablePointer<UInt32>
    // Safe: as above; room for `capacity` positions.
    private var starts: UnsafeMutablePointer<UInt32>
    private var capacity: UInt32 = 256
    private let count: Int
    // Safe: as above; the lists of the terms.
    private let listNumbers: UnsafeMutablePointer<UInt32>
    /// Keeps what the terms point to.
    private let positions: [TermPositions]
    /// For each term the place of its list among the cursors of the segment's search.
    let lists: [Int]
    private let memory: SearchMemory

    /// - Parameters:
    ///   - terms: the rarest first, each with how many terms of the phrase stand before it.
    ///   - ranges: in which all have to stand; nil for anywhere.
    init(_ terms: [(term: PhraseTerm, offset: Int)], in ranges: PhraseTerm?, memory: SearchMemory) {
        let terms = terms + (ranges.map { [($0, 0)] } ?? [])
        count = terms.count
        positions = terms.map(\.term.positions)
        lists = terms.map(\.term.cursorIndex)
        self.memory = memory
        // Safe: room for a pointer a term.
        unsafe self.terms = memory.allocate(count, of: UnsafeMutablePointer<dossier_phrase_term>.self)
        // Safe: as above.
        unsafe ordinals = memory.allocate(count, repeating: 0)
        // Safe: see the field.
        unsafe starts = memory.allocate(Int(capacity), of: UInt32.self)
        // Safe: as above.
        unsafe listNumbers = memory.allocate(count, of: UInt32.self)
        for (index, (term, offset)) in terms.enumerated() {
            // Safe: room for a term.
            unsafe self.terms[index] = memory.allocate(1, of: dossier_phrase_term.self)
            // Safe: the positions are kept, the cursor is of the same search.
            unsafe term.positions.open(
                self.terms[index], term.cursor.state, offset: UInt32(offset),
                isRanges: ranges != nil && index == count - 1)
            // Safe: room for a number a term.
            unsafe listNumbers[index] = UInt32(term.cursorIndex)
        }
    }

    /// How often the phrase occurs in a document.
    ///
    /// - Parameter ordinal: gives the number of the document's posting in the list of each term, the rarest first. What
    ///   it gives for a damaged list tells nothing; see `TermCursor.checkUndamaged`.
    func frequency(_ ordinal: (Int) -> Int) -> UInt32 {
        // Safe: there is an ordinal a term.
        for index in 0..<count { unsafe ordinals[index] = UInt32(ordinal(index)) }
        while true {
            var needed: UInt32 = 0
            // Safe: the terms are open, and `starts` has room for `capacity` positions.
            let frequency = unsafe dossier_phrase_frequency(
                terms, UInt32(count), ordinals, starts, capacity, &needed)
            if frequency < .max { return frequency }
            makeRoom(needed)
        }
    }

    /// A position at which the phrase begins in the document that `frequency` was asked for last; they ascend.
    ///
    /// - Parameter index: less than that frequency.
    func start(_ index: Int) -> UInt32 {
        precondition(index >= 0 && index < capacity, "start \(index) of \(capacity)")
        // Safe: checked above; the kernel left as many starts as it counted.
        return unsafe starts[index]
    }

    /// How often the phrase occurs in each of some candidates, by slot; see `CandidateBatch.keep(holding:)`.
    ///
    /// - Parameter termCount: how many terms, the rarest, are to stand side by side.
    func findFrequencies(
        ofTerms termCount: Int, _ candidates: UnsafePointer<dossier_candidates>,
        ordinals known: UnsafePointer<UInt32>,
        frequencies: UnsafePointer<UInt32>?, stride: Int, _ scoring: dossier_scoring, cutoff: Double,
        _ found: UnsafeMutablePointer<UInt32>
    ) {
        precondition(termCount > 0 && termCount <= count, "\(termCount) of \(count) terms")
        var scoring = unsafe scoring
        // Safe: the lists of the terms are among the columns.
        var columns = unsafe dossier_phrase_columns(
            ordinals: known, frequencies: frequencies, stride: stride, lists: listNumbers)
        var next: UInt32 = 0
        // Safe: see the fields.
        while unsafe next < candidates.pointee.count {
            var needed: UInt32 = 0
            // Safe: the terms are open, and `starts` has room for `capacity` positions.
            next = unsafe dossier_phrase_frequencies(
                terms, UInt32(termCount), &columns, candidates, next, &scoring, cutoff, ordinals, starts,
                capacity, &needed,
                found)
            if needed > 0 { makeRoom(needed) }
        }
    }

    private func makeRoom(_ needed: UInt32) {
        capacity = needed
        // Safe: see the field.
        unsafe starts = memory.allocate(Int(capacity), of: UInt32.self)
    }
}
