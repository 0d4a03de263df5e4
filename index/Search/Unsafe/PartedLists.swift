internal import IndexKernels

/// The lists of a disjunction, parted anew in every window: the weakest, whose scores together cannot exceed the
/// threshold, and the essential rest. In memory of the search: a copy is the same lists.
@safe
struct PartedLists {
    // Safe: a piece of the search's memory, as are what it points to; there are `count` lists.
    private let state: UnsafeMutablePointer<dossier_disjunction>
    /// In the order of the query.
    let lists: [TermCursor]

    init(_ lists: [TermCursor], in memory: SearchMemory) {
        self.lists = lists
        // Safe: room for one.
        unsafe state = memory.allocate(1, of: dossier_disjunction.self)
        // Safe: room for a value a list.
        let cursors = unsafe memory.allocate(lists.count, of: UnsafeMutablePointer<dossier_cursor>.self)
        // Safe: as above.
        let order = unsafe memory.allocate(lists.count, of: UInt32.self)
        for place in lists.indices {
            // Safe: as above.
            unsafe cursors[place] = lists[place].state
            // Safe: as above.
            unsafe order[place] = UInt32(place)
        }
        // Safe: as above.
        unsafe state.initialize(
            to: dossier_disjunction(
                lists: cursors, list_count: UInt32(lists.count), inessential_count: 0,
                bounds: memory.allocate(lists.count, repeating: 0), order: order))
    }

    /// Goes to the first window, of those at `base` and after it, in which a document may exceed a threshold, and parts
    /// the lists there.
    ///
    /// - Returns: its first document; nil when there is none below `end`.
    func nextWindow(from base: UInt32, end: UInt32, threshold: Float) -> UInt32? {
        // Safe: all lists are open and score.
        let found = unsafe dossier_next_window(state, base, end, threshold)
        return found < end ? found : nil
    }

    /// How many of the weakest lists cannot exceed the threshold together.
    var inessentialCount: Int {
        // Safe: see the field.
        unsafe Int(state.pointee.inessential_count)
    }

    /// The place of a list by its rank, the weakest first.
    func place(ofRank rank: Int) -> Int {
        precondition(rank >= 0 && rank < lists.count, "list \(rank) of \(lists.count)")
        // Safe: checked above.
        return unsafe Int(state.pointee.order[rank])
    }

    /// A score that a list exceeds nowhere in the window.
    func bound(of place: Int) -> Double {
        precondition(place >= 0 && place < lists.count, "list \(place) of \(lists.count)")
        // Safe: checked above.
        return unsafe state.pointee.bounds[place]
    }

    /// What the weakest `count` lists can add to a score.
    func bound(ofWeakest count: Int) -> Double {
        precondition(count >= 0 && count <= lists.count, "\(count) of \(lists.count) lists")
        // Safe: checked above.
        return unsafe dossier_bound_of_weakest(state, UInt32(count))
    }
}
