package import IndexAnalysis
internal import IndexKernels
package import IndexStorage

/// One field of all segments of a commit, for what is looked up in each of them: small segments, which are many beside a
/// live writer, are mostly passed without being touched.
@safe
package final class SegmentedField: @unchecked Sendable {
    // Sendable because nothing changes after init.
    private let readers: [FieldReader]
    /// One for each reader, all of which are asked by one hash of a term.
    // Safe: allocated and filled in init, freed in deinit; the readers keep what they point to.
    private let filters: UnsafeMutablePointer<dossier_term_filter>

    /// - Parameter readers: of the segments, in their order.
    package init(_ readers: [FieldReader]) {
        self.readers = readers
        // Safe: see the field.
        unsafe filters = .allocate(capacity: readers.count)
        for (index, reader) in readers.enumerated() {
            // Safe: there is one for each reader.
            unsafe (filters + index).initialize(
                to: reader.filter?.state ?? dossier_term_filter(words: nil, word_count: 0))
        }
    }

    /// Languages of words that some segment holds.
    package var marks: LanguageMarks { readers.reduce(into: LanguageMarks()) { $0.formUnion($1.marks) } }

    deinit {
        // Safe: freed once.
        unsafe filters.deallocate()
    }

    /// For each segment the entry of a term by its dictionary bytes; nil where the field does not hold it.
    package func entries(of term: [UInt8]) throws(StorageError) -> [TermEntry?] {
        var entries: [TermEntry?] = []
        entries.reserveCapacity(readers.count)
        let hash = TermFilter.hash(term)
        for index in readers.indices { entries.append(try entry(of: term, hash, segment: index)) }
        return entries
    }

    /// For each segment the entry with the documents of all surface forms that share a stem.
    ///
    /// - Parameter term: the dictionary bytes of the stem.
    package func entries(ofStemClass term: [UInt8], stemmer: WordStemmer) throws(StorageError) -> [TermEntry?]
    {
        var entries = try entries(of: term)
        guard entries.contains(where: { $0 == nil }), let stem = stemmer.stem(ofTerm: term) else {
            return entries
        }
        // Without an entry the class is empty, or its one form is the stem itself; a surface form that only looks
        // like the stem belongs to another class.
        guard stemmer.stem(stem) == stem else { return entries }
        let hash = TermFilter.hash(stem)
        for index in readers.indices where entries[index] == nil {
            entries[index] = try entry(of: stem, hash, segment: index)
        }
        return entries
    }

    private func entry(
        of term: [UInt8], _ hash: UInt64, segment index: Int
    ) throws(StorageError) -> TermEntry? {
        // Safe: there is a filter for each reader.
        if unsafe dossier_filter_holds(filters + index, hash) == 0 { return nil }
        return try readers[index].terms().entry(of: term)
    }
}
