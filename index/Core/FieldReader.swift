package import IndexAnalysis
package import IndexStorage
internal import Synchronization

/// The lists of a field, without what else a reader knows of it.
struct FieldLists: Sendable {
    fileprivate let dictionary: MappedBytes
    fileprivate let postings: MappedBytes
    fileprivate let positions: MappedBytes
    /// Of the segment.
    fileprivate let documentCount: Int

    /// Where the list of an entry lies.
    func source(_ entry: TermEntry) throws(StorageError) -> PendingPostings.Source {
        PendingPostings.Source(
            entry: entry,
            postings: try (entry.isInlined ? dictionary : postings).checkedSlice(
                offset: UInt64(entry.postings.lowerBound), count: UInt64(entry.postings.count)),
            positions: try (entry.isInlined ? dictionary : positions).checkedSlice(
                offset: UInt64(entry.positions.lowerBound), count: UInt64(entry.positions.count)),
            documentCount: documentCount)
    }
}

/// One field of a segment: its terms, postings, positions and norms.
package final class FieldReader: Sendable {
    package let name: String
    /// Documents with at least one token, and the tokens of all.
    package let documentCount: Int
    package let totalLength: UInt64
    /// Languages of its words.
    package let marks: LanguageMarks
    private let segmentDocumentCount: Int
    private let dictionary: SectionFile.Section
    private let postingsSection: SectionFile.Section
    private let positionsSection: SectionFile.Section
    private let normsSection: SectionFile.Section
    /// Nil where looking up is all there is.
    let filter: TermFilter?
    /// Nil where nobody asked yet.
    private let table = Mutex<TermTable?>(nil)
    /// 0 where nobody asked yet.
    private let knownLeastNorm = Atomic<UInt8>(0)

    init(
        _ file: SectionFile, index: Int, meta: CoreMeta.Field, segmentDocumentCount: Int, filtersTerms: Bool
    ) throws(StorageError) {
        name = meta.name
        documentCount = meta.documentCount
        totalLength = meta.totalLength
        marks = meta.marks
        self.segmentDocumentCount = segmentDocumentCount
        dictionary = try file.section(CoreSection.dictionary(index))
        postingsSection = try file.section(CoreSection.postings(index))
        positionsSection = try file.section(CoreSection.positions(index))
        normsSection = try file.section(CoreSection.norms(index))
        filter = filtersTerms ? try dictionary.bytes().withSpan { TermFilter($0) } : nil
        guard normsSection.count == segmentDocumentCount else {
            throw .corrupt(
                file: file.file.path,
                reason: "\(normsSection.count) norms of \(segmentDocumentCount) documents")
        }
    }

    /// The entry of a term by its dictionary bytes; nil when the field does not hold it.
    package func entry(of term: [UInt8]) throws(StorageError) -> TermEntry? {
        if let filter, !filter.mayHold(term) { return nil }
        return try terms().entry(of: term)
    }

    /// All terms in order.
    package func terms() throws(StorageError) -> TermTable {
        if let known = table.withLock({ $0 }) { return known }
        let made = try TermTable(
            try dictionary.bytes(), documentCount: segmentDocumentCount, occurrenceCount: totalLength)
        table.withLock { $0 = made }
        return made
    }

    /// - Complexity: O(blocks), but O(occurrences) of all forms for one that shares a list with others.
    package func postings(_ entry: TermEntry) throws(StorageError) -> TermPostings {
        if entry.form != nil { return try ownList(entry).postings }
        return try TermPostings(
            section(of: entry, postingsSection).bytes(entry.postings),
            documentFrequency: entry.documentFrequency, documentCount: segmentDocumentCount)
    }

    /// - Complexity: as of `postings`.
    package func positions(_ entry: TermEntry) throws(StorageError) -> TermPositions {
        if entry.form != nil { return try ownList(entry).positions }
        return TermPositions(try section(of: entry, positionsSection).bytes(entry.positions), entry)
    }

    /// The list that forms share, by one of them.
    ///
    /// - Throws: `StorageError.corrupt`, also when the form names a stem whose list is none that forms share.
    func sharedList(of form: SharedForm) throws(StorageError) -> SharedList {
        let entry = try terms().entry(at: form.stem)
        guard entry.formsSize > 0 else {
            throw .corrupt(file: dictionary.path, reason: "a form names a list that is not shared")
        }
        return SharedList(
            entry, try postings(entry), try positions(entry), forms: try positionsSection.bytes(entry.forms))
    }

    /// The list of a form that shares one with others, written anew in memory.
    private func ownList(
        _ entry: TermEntry
    ) throws(StorageError) -> (postings: TermPostings, positions: TermPositions) {
        guard let form = entry.form else { return (try postings(entry), try positions(entry)) }
        let own = try sharedList(of: form).list(of: entry, norms: try norms().array())
        let path = positionsSection.path
        let postings = try TermPostings(
            MappedFile(path: path, bytes: own.postings).allBytes, documentFrequency: entry.documentFrequency,
            documentCount: segmentDocumentCount)
        let positions = TermPositions(MappedFile(path: path, bytes: own.positions).allBytes, entry)
        return (postings, positions)
    }

    /// The occurrences of an inlined list, `document << 32 | position`, ascending.
    func inlinedOccurrences(of entry: TermEntry) throws(StorageError) -> [UInt64] {
        var (block, places) = (PostingBlock(), [UInt32]())
        try postings(entry).decode(block: 0, into: &block)
        let frequencies = block.frequencies[..<block.count]
        try positions(entry).decode(block: 0, frequencies: frequencies, into: &places)
        var (occurrences, next) = ([UInt64](), 0)
        for (document, frequency) in zip(block.documents, frequencies) {
            for _ in 0..<frequency {
                occurrences.append(UInt64(document) << 32 | UInt64(places[next]))
                next += 1
            }
        }
        return occurrences
    }

    /// Calls `visit` with every document of a term.
    func forEachDocument(of entry: TermEntry, _ visit: (UInt32) -> Void) throws(StorageError) {
        if let form = entry.form {
            try sharedList(of: form).forEachDocument { document, numbers in
                if numbers.contains(form.number) { visit(document) }
            }
            return
        }
        var block = PostingBlock()
        let postings = try postings(entry)
        for index in 0..<postings.list.blockCount {
            try postings.decode(block: index, into: &block)
            for posting in 0..<block.count { visit(block.documents[posting]) }
        }
    }

    private func section(of entry: TermEntry, _ lists: SectionFile.Section) -> SectionFile.Section {
        entry.isInlined ? dictionary : lists
    }

    /// Sizes in bytes of all lists and of all their positions.
    var listByteCounts: (postings: Int, positions: Int) { (postingsSection.count, positionsSection.count) }

    /// All lists, verified, to be copied one after another.
    func lists() throws(StorageError) -> FieldLists {
        FieldLists(
            dictionary: try dictionary.bytes(), postings: try postingsSection.bytes(),
            positions: try positionsSection.bytes(), documentCount: segmentDocumentCount)
    }

    /// A code of `LengthTable` for each document.
    package func norms() throws(StorageError) -> MappedBytes { try normsSection.bytes() }

    /// The norm of the shortest text that documents have in the field; 255 where none has any.
    ///
    /// - Complexity: O(documents) the first time, then O(1).
    package func leastNorm() throws(StorageError) -> UInt8 {
        let known = knownLeastNorm.load(ordering: .relaxed)
        if known > 0 { return known }
        let least = try norms().withSpan { span in
            var least = UInt8.max
            for index in span.indices where span[index] > 0 { least = min(least, span[index]) }
            return least
        }
        knownLeastNorm.store(least, ordering: .relaxed)
        return least
    }
}

/// A `TermDictionary` in a file, with `TermEntry`s.
package final class TermTable: Sendable {
    let bytes: MappedBytes
    let layout: TermDictionary.Layout
    let documentCount: Int
    private let occurrenceCount: UInt64

    /// - Parameters:
    ///   - documentCount: of the segment; no term has more.
    ///   - occurrenceCount: of all terms, where that is known.
    init(
        _ bytes: MappedBytes, documentCount: Int, occurrenceCount: UInt64 = .max
    ) throws(StorageError) {
        guard let layout = bytes.withSpan({ TermDictionary.Layout($0) }) else {
            throw .corrupt(file: bytes.path, reason: "a term dictionary does not fit its section")
        }
        self.bytes = bytes
        self.layout = layout
        self.documentCount = documentCount
        self.occurrenceCount = occurrenceCount
    }

    package var count: Int { layout.termCount }

    package func entry(of term: [UInt8]) throws(StorageError) -> TermEntry? {
        try bytes.withSpan { span throws(StorageError) -> TermEntry? in
            try entry(TermDictionary.find(term, in: span, layout: layout), span)
        }
    }

    /// The rank of a term; nil where it is none.
    package func ordinal(of term: [UInt8]) throws(StorageError) -> Int? {
        switch bytes.withSpan({ TermDictionary.find(term, in: $0, layout: layout) }) {
        case .absent: return nil
        case .damaged: throw damaged
        case .found(let found): return found.ordinal
        }
    }

    /// The entry of a term by its rank.
    func entry(at ordinal: Int) throws(StorageError) -> TermEntry {
        let found = try bytes.withSpan { span throws(StorageError) -> TermEntry? in
            try entry(TermDictionary.find(ordinal: ordinal, in: span, layout: layout), span)
        }
        guard let found else { throw damaged }
        return found
    }

    private func entry(
        _ lookup: TermDictionary.Lookup, _ span: Span<UInt8>
    ) throws(StorageError) -> TermEntry? {
        switch lookup {
        case .absent: return nil
        case .damaged: throw damaged
        case .found(let found):
            var ends = found.ends
            guard let entry = entry(span, found.entry, after: &ends) else { throw damaged }
            return entry
        }
    }

    /// Nil also for frequencies the segment cannot have; so sums over the segments of a commit fit 64 bits.
    func entry(_ span: Span<UInt8>, _ range: Range<Int>, after ends: inout ListEnds) -> TermEntry? {
        guard let entry = TermEntry(span, range, after: &ends), entry.documentFrequency <= documentCount,
            entry.totalFrequency <= UInt64(entry.documentFrequency) * UInt64(UInt32.max),
            entry.totalFrequency <= occurrenceCount
        else { return nil }
        return entry
    }

    /// Some terms by their ranks, which ascend.
    ///
    /// - Complexity: passes the terms before each in its block, 32 at most.
    package func terms(at ordinals: [Int]) throws(StorageError) -> [[UInt8]] {
        let found = bytes.withSpan { TermDictionary.terms(at: ordinals, of: $0, layout: layout) }
        guard let found else { throw damaged }
        return found
    }

    /// A walk over all terms.
    package func cursor() -> Cursor { Cursor(table: self) }

    var damaged: StorageError { .corrupt(file: bytes.path, reason: "a term dictionary is damaged") }

    /// Stands on one term after another, in ascending order.
    package struct Cursor: Sendable {
        private let table: TermTable
        private var offset = 0
        private var ordinal = -1
        private var ends = ListEnds()
        /// The term and entry the cursor stands on.
        package private(set) var term: [UInt8] = []
        package private(set) var entry = TermEntry(
            documentFrequency: 0, totalFrequency: 0)

        fileprivate init(table: TermTable) { self.table = table }

        /// Goes to the next term; false after the last.
        package mutating func next() throws(StorageError) -> Bool {
            ordinal += 1
            guard ordinal < table.layout.termCount else { return false }
            if ordinal % TermDictionary.termsPerBlock == 0 { ends = ListEnds() }
            let found = table.bytes.withSpan { span -> TermEntry? in
                guard
                    let entry = TermDictionary.read(
                        ordinal: ordinal, of: span, layout: table.layout, at: &offset, term: &term)
                else { return nil }
                return table.entry(span, entry, after: &ends)
            }
            guard let found else { throw table.damaged }
            entry = found
            return true
        }
    }
}

extension TermTable.Cursor {
    /// Goes to the next term that is no stem.
    package mutating func nextSurface() throws(StorageError) -> Bool {
        while try next() {
            if TermForm.isStem(term) { continue }
            // No folded surface holds a lower byte, see `TermForm`; one that does would not sort after the stems.
            guard let first = term.first, first >= 0x20 else { throw table.damaged }
            return true
        }
        return false
    }
}

extension FieldReader {
    /// The entry with the documents of all surface forms that share a stem; nil when there are none.
    ///
    /// - Parameter term: the dictionary bytes of the stem.
    package func entry(ofStemClass term: [UInt8], stemmer: WordStemmer) throws(StorageError) -> TermEntry? {
        try SegmentedField([self]).entries(ofStemClass: term, stemmer: stemmer)[0]
    }
}
