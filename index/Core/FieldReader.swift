package import IndexAnalysis
package import IndexStorage

/// One field of a segment: its terms, postings, positions and norms.
package struct FieldReader: Sendable {
    package let name: String
    /// Documents with at least one token, and the tokens of all.
    package let documentCount: Int
    package let totalLength: UInt64
    private let segmentDocumentCount: Int
    private let dictionary: SectionFile.Section
    private let postingsSection: SectionFile.Section
    private let positionsSection: SectionFile.Section
    private let normsSection: SectionFile.Section

    init(
        _ file: SectionFile, index: Int, meta: CoreMeta.Field, segmentDocumentCount: Int
    ) throws(StorageError) {
        name = meta.name
        documentCount = meta.documentCount
        totalLength = meta.totalLength
        self.segmentDocumentCount = segmentDocumentCount
        dictionary = try file.section(CoreSection.dictionary(index))
        postingsSection = try file.section(CoreSection.postings(index))
        positionsSection = try file.section(CoreSection.positions(index))
        normsSection = try file.section(CoreSection.norms(index))
        guard normsSection.count == segmentDocumentCount else {
            throw .corrupt(
                file: file.file.path,
                reason: "\(normsSection.count) norms of \(segmentDocumentCount) documents")
        }
    }

    /// The entry of a term by its dictionary bytes; nil when the field does not hold it.
    package func entry(of term: [UInt8]) throws(StorageError) -> TermEntry? {
        try terms().entry(of: term)
    }

    /// All terms in order.
    package func terms() throws(StorageError) -> TermTable {
        try TermTable(try dictionary.bytes(), documentCount: segmentDocumentCount)
    }

    /// - Complexity: O(blocks), but O(occurrences) of all forms for one that shares a list with others.
    package func postings(_ entry: TermEntry) throws(StorageError) -> TermPostings {
        if entry.form != nil {
            return try TermPostings(
                try ownList(entry).postings, documentFrequency: entry.documentFrequency,
                documentCount: segmentDocumentCount)
        }
        return try TermPostings(
            postingsSection.bytes(entry.postings), documentFrequency: entry.documentFrequency,
            documentCount: segmentDocumentCount)
    }

    /// - Complexity: as of `postings`.
    package func positions(_ entry: TermEntry) throws(StorageError) -> TermPositions {
        if entry.form != nil {
            return try TermPositions(
                try ownList(entry).positions, documentFrequency: entry.documentFrequency)
        }
        return try TermPositions(
            positionsSection.bytes(entry.positions), documentFrequency: entry.documentFrequency)
    }

    /// The list that forms share, by the entry of one of them.
    func sharedList(_ form: TermEntry) throws(StorageError) -> SharedList {
        try SharedList(
            form, postings: postingsSection, positions: positionsSection, documentCount: segmentDocumentCount)
    }

    /// The list of a form that shares one with others, written anew in memory.
    private func ownList(
        _ form: TermEntry
    ) throws(StorageError) -> (postings: MappedBytes, positions: MappedBytes) {
        let shared = try sharedList(form)
        let own = try shared.list(
            of: form, positions: try positions(shared.entry), norms: try norms().array())
        let path = positionsSection.path
        return (
            MappedFile(own.postings, path: path).allBytes, MappedFile(own.positions, path: path).allBytes
        )
    }

    /// Sizes in bytes of all lists and of all their positions.
    var listByteCounts: (postings: Int, positions: Int) { (postingsSection.count, positionsSection.count) }

    /// Where the list of an entry lies, to be copied.
    func source(_ entry: TermEntry) throws(StorageError) -> PendingPostings.Source {
        PendingPostings.Source(
            entry: entry, postings: try postingsSection.bytes(entry.postings),
            positions: try positionsSection.bytes(entry.positions), documentCount: segmentDocumentCount)
    }

    /// A code of `LengthTable` for each document.
    package func norms() throws(StorageError) -> MappedBytes { try normsSection.bytes() }
}

/// A `TermDictionary` in a file, with `TermEntry`s.
package struct TermTable: Sendable {
    private let bytes: MappedBytes
    private let layout: TermDictionary.Layout
    private let documentCount: Int

    /// - Parameter documentCount: of the segment; no term has more.
    init(_ bytes: MappedBytes, documentCount: Int) throws(StorageError) {
        guard let layout = bytes.withSpan({ TermDictionary.Layout($0) }) else {
            throw .corrupt(file: bytes.path, reason: "a term dictionary does not fit its section")
        }
        self.bytes = bytes
        self.layout = layout
        self.documentCount = documentCount
    }

    package var count: Int { layout.termCount }

    package func entry(of term: [UInt8]) throws(StorageError) -> TermEntry? {
        try bytes.withSpan { span throws(StorageError) -> TermEntry? in
            switch TermDictionary.find(term, in: span, layout: layout) {
            case .absent: return nil
            case .damaged: throw damaged
            case .found(let found):
                guard let entry = entry(span, at: found.entry.lowerBound) else { throw damaged }
                return entry
            }
        }
    }

    /// Nil also for frequencies the segment cannot have; so sums over the segments of a commit fit 64 bits.
    private func entry(_ span: Span<UInt8>, at offset: Int) -> TermEntry? {
        guard let entry = TermEntry(span, at: offset), entry.documentFrequency <= documentCount,
            entry.totalFrequency <= UInt64(entry.documentFrequency) * UInt64(UInt32.max)
        else { return nil }
        return entry
    }

    /// A walk over all terms.
    package func cursor() -> Cursor { Cursor(table: self) }

    private var damaged: StorageError { .corrupt(file: bytes.path, reason: "a term dictionary is damaged") }

    /// Stands on one term after another, in ascending order.
    package struct Cursor: Sendable {
        private let table: TermTable
        private var offset = 0
        private var ordinal = -1
        /// The term and entry the cursor stands on.
        package private(set) var term: [UInt8] = []
        package private(set) var entry = TermEntry(
            documentFrequency: 0, totalFrequency: 0, postings: 0..<0, positions: 0..<0)

        fileprivate init(table: TermTable) { self.table = table }

        /// Goes to the next term; false after the last.
        package mutating func next() throws(StorageError) -> Bool {
            ordinal += 1
            guard ordinal < table.layout.termCount else { return false }
            let found = table.bytes.withSpan { span -> TermEntry? in
                guard
                    let entry = TermDictionary.read(
                        ordinal: ordinal, of: span, layout: table.layout, at: &offset, term: &term)
                else { return nil }
                return table.entry(span, at: entry.lowerBound)
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
    package func entry(ofStemClass term: [UInt8], stemmer: Stemmer) throws(StorageError) -> TermEntry? {
        if let entry = try entry(of: term) { return entry }
        guard case .stem(_, let stem) = TermForm(term) else { return nil }
        // Without an entry the class is empty, or its one form is the stem itself; a surface form that only looks
        // like the stem belongs to another class.
        guard stemmer.stem(stem) == stem else { return nil }
        return try entry(of: stem)
    }
}
