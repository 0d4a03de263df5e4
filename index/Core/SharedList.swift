internal import IndexStorage

/// The list of a stem that several of its forms share, and which of them stands at each position.
struct SharedList {
    /// Of the stem.
    let entry: TermEntry
    let postings: TermPostings
    private let positions: TermPositions
    let forms: MappedBytes

    /// - Parameter forms: a stream of `FormNumbers`.
    init(_ entry: TermEntry, _ postings: TermPostings, _ positions: TermPositions, forms: MappedBytes) {
        self.entry = entry
        self.postings = postings
        self.positions = positions
        self.forms = forms
    }

    /// Calls `visit` with each document and the numbers of the forms at its positions.
    func forEachDocument(
        _ visit: (UInt32, ArraySlice<UInt32>) throws(StorageError) -> Void
    ) throws(StorageError) {
        var (block, numbers, bit) = (PostingBlock(), [UInt32](), 0)
        for index in 0..<postings.list.blockCount {
            try postings.decode(block: index, into: &block)
            let count = block.frequencies[..<block.count].reduce(0) { $0 + Int($1) }
            guard FormNumbers.read(forms, at: &bit, count: count, into: &numbers) else { throw damaged }
            var start = 0
            for posting in 0..<block.count {
                let end = start + Int(block.frequencies[posting])
                try visit(block.documents[posting], numbers[start..<end])
                start = end
            }
        }
        guard (bit + 7) / 8 == forms.count else { throw damaged }
    }

    /// The list of one form, written anew: postings and positions.
    ///
    /// - Complexity: O(occurrences of all forms).
    func list(of form: TermEntry, norms: [UInt8]) throws(StorageError) -> (
        postings: [UInt8], positions: [UInt8]
    ) {
        var occurrences: [UInt64] = []
        var (block, numbers, places, bit) = (PostingBlock(), [UInt32](), [UInt32](), 0)
        for index in 0..<postings.list.blockCount {
            try postings.decode(block: index, into: &block)
            try positions.decode(
                block: index, frequencies: block.frequencies[..<block.count], into: &places)
            guard FormNumbers.read(forms, at: &bit, count: places.count, into: &numbers) else {
                throw damaged
            }
            var start = 0
            for posting in 0..<block.count {
                let end = start + Int(block.frequencies[posting])
                let document = UInt64(block.documents[posting]) << 32
                for place in start..<end where numbers[place] == form.form?.number {
                    occurrences.append(document | UInt64(places[place]))
                }
                start = end
            }
        }
        guard UInt64(occurrences.count) == form.totalFrequency, !occurrences.isEmpty else { throw damaged }
        var (writer, lists) = (PostingListWriter(), ListSections())
        writer.append(occurrences, occurrences.indices, norms: norms)
        let entry = writer.finish(into: &lists)
        guard entry.documentFrequency == form.documentFrequency else { throw damaged }
        if !entry.isInlined { return (lists.postings, lists.positions) }
        return (Array(lists.inlined[entry.postings]), Array(lists.inlined[entry.positions]))
    }

    var damaged: StorageError {
        .corrupt(file: forms.path, reason: "a list of forms disagrees with its postings")
    }
}
