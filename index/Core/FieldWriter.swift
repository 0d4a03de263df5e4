package import IndexAnalysis
internal import IndexStorage

/// The finished parts of a field; each becomes a section of the core file.
package struct FieldParts: Sendable, Equatable {
    /// A `TermDictionary` whose entries are `TermEntry`s: stem classes, then surface forms.
    package var dictionary: [UInt8] = []
    /// Posting lists that are not inlined, one after another: surface forms in order, then stem classes in order.
    package var postings: [UInt8] = []
    /// The positions of each of these lists.
    package var positions: [UInt8] = []
    /// A code of `LengthTable` for each document.
    package var norms: [UInt8] = []
    /// Documents with at least one token, and the tokens of all.
    package var documentCount = 0
    package var totalLength: UInt64 = 0
}

/// The surface forms that share a stem.
package struct StemClass: Sendable, Equatable {
    /// Dictionary bytes of the stem; see `TermForm`.
    package var term: [UInt8]
    /// Indices of the surface forms among all of the field, ascending.
    package var forms: [Int]
}

/// Writes one field: the lists of all surface forms in order, then those of stem classes.
///
/// A stem class has a list of its own only when several forms share the stem. A class of one form that differs from
/// its stem is an alias: its entry names the form's list. A class of one form that is its own stem needs no entry.
/// So a query word reads one list, whose document frequency is exact.
package struct FieldWriter {
    private var parts = FieldParts()
    private var list = PostingListWriter()
    private var surfaces = TermColumn()
    private var stems: [(term: [UInt8], entry: TermEntry)] = []
    private var lists = ListSections()

    /// - Parameter norms: one for each document.
    package init(norms: [UInt8]) {
        parts.norms = norms
        parts.documentCount = norms.count { $0 > 0 }
    }

    /// Makes room for lists of about these sizes in bytes, so that they do not move as they grow.
    mutating func reserve(postings: Int, positions: Int) {
        lists.postings.reserveCapacity(postings)
        lists.positions.reserveCapacity(positions)
    }

    /// Adds occurrences, which are `document << 32 | position` and ascend, to the list being written.
    package mutating func append(_ occurrences: [UInt64], _ range: Range<Int>) {
        list.append(occurrences, range, norms: parts.norms)
    }

    /// Adds the list of an entry of another segment.
    ///
    /// - Parameter numbers: for each document there its number here, `.max` for none; they ascend.
    /// - Throws: `StorageError.corrupt` when the list is damaged.
    mutating func append(
        _ entry: TermEntry, of field: FieldReader, numbers: [UInt32]
    ) throws(StorageError) {
        let source = try field.source(entry)
        guard list.append(source, numbers: numbers, norms: parts.norms) else {
            throw .corrupt(file: source.postings.path, reason: "a posting list is damaged")
        }
    }

    /// Whether a posting was added since the last list ended.
    package var hasPostings: Bool { list.documentFrequency > 0 }

    /// Ends the list of a surface form, greater than the one before it.
    package mutating func finishTerm(_ term: [UInt8]) {
        parts.totalLength += list.totalFrequency
        surfaces.append(term, list.finish(into: &lists))
    }

    /// Adds the entries of classes of one form.
    ///
    /// - Returns: the classes of several forms, in order; the list of each is to be written next.
    package mutating func addStemAliases(_ stemmer: Stemmer) -> [StemClass] {
        var interner = TermInterner()
        var forms: [[Int]] = []
        var stem: [UInt8] = []
        for index in 0..<surfaces.count {
            stemmer.stem(surfaces.term(index), into: &stem)
            let number = Int(interner.intern(stem))
            if number == forms.count { forms.append([]) }
            forms[number].append(index)
        }
        var classes: [StemClass] = []
        for number in interner.sorted() {
            interner.copy(number, into: &stem)
            let term = TermForm.stemTerm(language: stemmer.language, stem: stem)
            let members = forms[Int(number)]
            if members.count > 1 {
                classes.append(StemClass(term: term, forms: members))
            } else if surfaces.term(members[0]) != stem[...] {
                stems.append((term, surfaces.entries[members[0]]))
            }
        }
        return classes
    }

    /// Whether the list being written has as many occurrences as the forms of a class have.
    package func isComplete(_ stemClass: StemClass) -> Bool {
        list.totalFrequency == stemClass.forms.reduce(0) { $0 + surfaces.entries[$1].totalFrequency }
    }

    /// Ends the list of a stem class.
    package mutating func finishStem(_ term: [UInt8]) { stems.append((term, list.finish(into: &lists))) }

    package consuming func finish() -> FieldParts {
        precondition(!hasPostings, "the last list is not finished")
        var dictionary = TermDictionary.Writer()
        // The mark of stems is below every byte of a surface form.
        for index in ByteOrder.sortedIndices(stems.map(\.term)) {
            dictionary.append(
                term: stems[index].term[...], entry: stems[index].entry, inlined: lists.inlined)
        }
        for index in 0..<surfaces.count {
            dictionary.append(
                term: surfaces.term(index), entry: surfaces.entries[index], inlined: lists.inlined)
        }
        parts.dictionary = dictionary.finish()
        (parts.postings, parts.positions) = (lists.postings, lists.positions)
        return parts
    }
}

/// Terms with their entries, without an allocation a term.
private struct TermColumn {
    private var bytes: [UInt8] = []
    /// Where each term ends.
    private var ends: [Int] = []
    private(set) var entries: [TermEntry] = []

    var count: Int { entries.count }

    func term(_ index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

    mutating func append(_ term: [UInt8], _ entry: TermEntry) {
        bytes.append(contentsOf: term)
        ends.append(bytes.count)
        entries.append(entry)
    }
}
