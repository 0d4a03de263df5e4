internal import IndexKernels
package import IndexStorage

/// Why a walk ended.
package enum WalkEnd: Sendable {
    /// All terms were looked at.
    case done
    /// It was told to.
    case stopped
    /// The automaton has more states than `TermAutomaton` allows.
    case tooComplex
}

extension TermTable {
    /// How many terms are looked at before a walk asks whether it is over.
    private static let termsPerPause = 1 << 16
    /// How many terms are found and transitions made before.
    private static let stepsPerPause = 1 << 8

    /// Calls `visit` with every term that an automaton accepts, in their order.
    ///
    /// - Parameters:
    ///   - isOver: asked now and then.
    ///   - visit: is lent the dictionary bytes of the term, with the mark, and given its entry and distance.
    /// - Complexity: O(terms that begin as an accepted one might), and O(log terms) for each run of others.
    package func walk(
        _ automaton: inout TermAutomaton, isOver: () -> Bool,
        _ visit: (Span<UInt8>, TermEntry, Int) throws(StorageError) -> Void
    ) throws(StorageError) -> WalkEnd {
        guard automaton.hasStart else { return .done }
        var walk = dossier_term_walk()
        // Safe: sets all fields that are read before they are written.
        unsafe dossier_start_walk(&walk, layout.blocksEnd, layout.blockCount, layout.termCount)
        var stepCount = 0
        while true {
            stepCount += 1
            if stepCount % Self.stepsPerPause == 0, isOver() { return .stopped }
            switch step(&walk, automaton) {
            case Int32(DOSSIER_WALK_ENDED): return .done
            case Int32(DOSSIER_WALK_ASKS):
                guard automaton.learn(state: walk.wanted_state, class: walk.wanted_class) else {
                    return .tooComplex
                }
            case Int32(DOSSIER_WALK_PAUSED): if isOver() { return .stopped }
            case Int32(DOSSIER_WALK_FOUND):
                let entry = try entry(walk.found)
                let distance = Int(automaton.accepts[Int(walk.accepting_state)]) - 1
                try walk.withTerm { term throws(StorageError) in try visit(term, entry, distance) }
            default: throw damaged
            }
        }
    }

    /// Sets the bits of the documents of an entry whose lists lie in the dictionary.
    func insertInlinedDocuments(
        of entry: TermEntry, into documents: inout [UInt64]
    ) throws(StorageError) {
        let isSound = bytes.withSpan { dictionary in
            // Safe: the kernel reads the list, which lies in the dictionary, and sets bits for which there is room.
            unsafe dictionary.extracting(entry.postings).withUnsafeBufferPointer { list in
                unsafe documents.withUnsafeMutableBufferPointer { bits in
                    guard let start = list.baseAddress, let words = bits.baseAddress else { return false }
                    // Safe: as above.
                    return unsafe dossier_mark_inlined(
                        start, list.count, UInt32(entry.documentFrequency),
                        min(documentCount, 64 * bits.count), words) == 1
                }
            }
        }
        guard isSound else { throw damaged }
    }

    private func step(_ walk: inout dossier_term_walk, _ automaton: TermAutomaton) -> Int32 {
        bytes.withSpan { dictionary in
            // Safe: the kernel reads the blocks and their offsets, which the layout has found to be there, and the tables
            // of the automaton, which have a place for each of its states and classes.
            unsafe dictionary.withUnsafeBufferPointer { dictionary in
                unsafe automaton.classes.classOfByte.withUnsafeBufferPointer { classes in
                    unsafe automaton.classes.bytes.withUnsafeBufferPointer { classBytes in
                        unsafe automaton.transitions.withUnsafeBufferPointer { transitions in
                            unsafe automaton.accepts.withUnsafeBufferPointer { accepts in
                                guard let start = dictionary.baseAddress, let classes = classes.baseAddress,
                                    let firstBytes = classBytes.baseAddress,
                                    let transitions = transitions.baseAddress,
                                    let accepts = accepts.baseAddress
                                else { return Int32(DOSSIER_WALK_ENDED) }
                                // Safe: as above.
                                var state = unsafe dossier_automaton(
                                    classes: classes, class_count: UInt32(classBytes.count),
                                    class_bytes: firstBytes, transitions: transitions, accepts: accepts)
                                // Safe: as above.
                                return unsafe dossier_walk_terms(start, &state, Self.termsPerPause, &walk)
                            }
                        }
                    }
                }
            }
        }
    }

    private func entry(_ found: dossier_found_term) throws(StorageError) -> TermEntry {
        let made = bytes.withSpan { span -> TermEntry? in
            var ends = ListEnds(postings: Int(found.postings_end), positions: Int(found.positions_end))
            return entry(span, found.entry..<found.entry_end, after: &ends)
        }
        guard let made else { throw damaged }
        return made
    }
}

extension dossier_term_walk {
    fileprivate func withTerm<Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        // Safe: `size` is at most the room, and the walk does not change meanwhile.
        try unsafe withUnsafeBytes(of: term) { bytes throws(Failure) in
            unsafe try body(
                UnsafeBufferPointer(rebasing: bytes.bindMemory(to: UInt8.self)[..<Int(size)]).span)
        }
    }
}
