package import IndexStorage

extension FieldReader {
    /// Sets the bits of the documents that have a word which an automaton accepts.
    ///
    /// - Parameters:
    ///   - documents: bit `d % 64` of word `d / 64` stands for document `d` of the segment.
    ///   - isOver: asked now and then.
    /// - Complexity: O(terms looked at + postings of those accepted); of forms that share a list with others that are not
    ///   accepted, the postings of all.
    package func insertDocuments(
        of automaton: inout TermAutomaton, into documents: inout [UInt64], isOver: () -> Bool
    ) throws(StorageError) -> WalkEnd {
        var block = PostingBlock()
        // By ordinal of the stem.
        var shared: [Int: AcceptedForms] = [:]
        let terms = try terms()
        let end = try terms.walk(&automaton, isOver: isOver) { _, entry, _ throws(StorageError) in
            if let form = entry.form {
                shared[form.stem, default: AcceptedForms(form)].insert(form, entry.totalFrequency)
            } else if entry.isInlined {
                try terms.insertInlinedDocuments(of: entry, into: &documents)
            } else {
                try insertDocuments(of: postings(entry), into: &documents, &block)
            }
        }
        for forms in shared.values {
            if isOver() { return .stopped }
            let list = try sharedList(of: forms.first)
            if list.entry.totalFrequency == forms.totalFrequency {
                try insertDocuments(of: postings(list.entry), into: &documents, &block)
            } else if forms.high.isEmpty {
                try list.insertDocuments(ofForms: forms.low, into: &documents)
            } else {
                try list.forEachDocument { document, numbers throws(StorageError) in
                    if numbers.contains(where: forms.contains) { documents.insertBit(Int(document)) }
                }
            }
        }
        return end
    }

    private func insertDocuments(
        of list: TermPostings, into documents: inout [UInt64], _ block: inout PostingBlock
    ) throws(StorageError) {
        for index in 0..<list.list.blockCount {
            try list.decode(block: index, into: &block)
            for posting in 0..<block.count { documents.insertBit(Int(block.documents[posting])) }
        }
    }
}

/// Forms that share a list, by their numbers.
private struct AcceptedForms {
    let first: SharedForm
    /// Those below 64, mostly all, as bits.
    private(set) var low: UInt64 = 0
    private(set) var high: Set<UInt32> = []
    private(set) var totalFrequency: UInt64 = 0

    init(_ first: SharedForm) { self.first = first }

    mutating func insert(_ form: SharedForm, _ frequency: UInt64) {
        totalFrequency += frequency
        if form.number < 64 { low |= 1 << UInt64(form.number) } else { high.insert(form.number) }
    }

    func contains(_ number: UInt32) -> Bool {
        number < 64 ? low >> UInt64(number) & 1 == 1 : high.contains(number)
    }
}

extension [UInt64] {
    fileprivate mutating func insertBit(_ index: Int) { self[index / 64] |= 1 << UInt64(index % 64) }
}
