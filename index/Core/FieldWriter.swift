internal import IndexAnalysis
internal import IndexStorage

/// The finished parts of a field; each becomes a section of the core file.
package struct FieldParts: Sendable, Equatable {
    /// A `TermDictionary` whose entries are `TermEntry`s: stem classes, then surface forms.
    package var dictionary: [UInt8] = []
    /// Posting lists, one after another: surface forms in order, then stem classes in order.
    package var postings: [UInt8] = []
    /// For each list, the sizes of its position chunks as LEB128, one a posting block, then the chunks.
    package var positions: [UInt8] = []
    /// A code of `LengthTable` for each document.
    package var norms: [UInt8] = []
    /// Documents with at least one token, and the tokens of all.
    package var documentCount = 0
    package var totalLength: UInt64 = 0
}

/// Writes one field: its posting lists and positions, then the dictionary that leads to them.
///
/// Without stems, each surface form has a list, in the order of the forms. With stems there is a list for each stem, in
/// the order of the stems: where several forms have the stem they share its list, and a stream behind the positions
/// tells them apart. A class of one form that differs from its stem is an alias: two entries name one list. A class of
/// one form that is its own stem needs no entry of the stem. So a query word reads one list, whose document frequency is
/// exact.
package struct FieldWriter {
    private var parts = FieldParts()
    private var list = PostingListWriter()
    private var surfaces = TermColumn()
    private var forms = FormOccurrences()
    private var stems: [(term: [UInt8], entry: TermEntry)] = []

    /// - Parameter norms: one for each document.
    package init(norms: [UInt8]) {
        parts.norms = norms
        parts.documentCount = norms.count { $0 > 0 }
    }

    /// Makes room for lists of about these sizes in bytes, so that they do not move as they grow.
    mutating func reserve(postings: Int, positions: Int) {
        parts.postings.reserveCapacity(postings)
        parts.positions.reserveCapacity(positions)
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
        surfaces.append(term, finishList())
    }

    /// Adds a surface form, greater than the one before it; `finishClass` says where its list is.
    mutating func addForm(_ term: [UInt8]) { surfaces.append(term, nil) }

    /// The surface forms that were added, by their stems.
    func stemClasses(_ stemmer: Stemmer) -> StemClasses {
        StemClasses(stemmer, formCount: surfaces.count) { surfaces.term($0) }
    }

    /// Begins the list of a class.
    mutating func startClass(formCount: Int) { forms.start(formCount: formCount) }

    /// Adds the forms of occurrences that were added to the list.
    mutating func appendForms(
        _ occurrences: [UInt64], _ terms: [UInt32], _ range: Range<Int>, placeOfTerm: [UInt32]
    ) {
        if forms.counts.count == 1 { return }
        for index in range {
            forms.append(
                placeOfTerm[Int(terms[index])], document: UInt32(truncatingIfNeeded: occurrences[index] >> 32)
            )
        }
    }

    /// Adds the form of the list's next occurrence.
    ///
    /// - Parameter place: of the form in the class.
    mutating func appendForm(_ place: UInt32, document: UInt32) { forms.append(place, document: document) }

    /// Adds the forms of the list's next occurrences, all in one document; see `FormOccurrences`.
    mutating func appendForms(
        _ numbers: ArraySlice<UInt32>, placeOfNumber: [UInt32], document: UInt32
    ) -> Bool {
        forms.append(numbers, placeOfNumber: placeOfNumber, document: document)
    }

    /// Whether the list has as many occurrences as forms were told of.
    var isComplete: Bool {
        forms.counts.count == 1 || list.totalFrequency == UInt64(forms.places.count)
    }

    /// Ends the list of a class; forms that do not occur are left out.
    mutating func finishClass(_ index: Int, of classes: StemClasses) {
        precondition(isComplete, "\(forms.places.count) forms of \(list.totalFrequency) occurrences")
        guard hasPostings else { return }
        let members = classes.forms(of: index)
        let entry = finishList()
        parts.totalLength += entry.totalFrequency
        let present = members.count == 1 ? [0] : forms.presentPlaces
        if present.count == 1 {
            let form = Int(members[members.startIndex + present[0]])
            surfaces.entries[form] = entry
            if surfaces.term(form) != classes.stem(of: index)[...] {
                stems.append((classes.term(of: index), entry))
            }
            return
        }
        stems.append((classes.term(of: index), entry))
        let numbers = forms.numbers()
        VariableInteger.append(UInt64(entry.documentFrequency), to: &parts.positions)
        forms.appendStream(numbers, to: &parts.positions)
        for place in present {
            surfaces.entries[Int(members[members.startIndex + place])] = TermEntry(
                documentFrequency: forms.counts[place].documentFrequency,
                totalFrequency: forms.counts[place].totalFrequency, postings: entry.postings,
                positions: entry.positions, form: numbers[place])
        }
    }

    package consuming func finish() -> FieldParts {
        precondition(!hasPostings, "the last list is not finished")
        var dictionary = TermDictionary.Writer()
        // The mark of stems is below every byte of a surface form.
        for (term, entry) in stems { dictionary.append(term: term[...], entry: entry) }
        for index in 0..<surfaces.count {
            guard let entry = surfaces.entries[index] else { continue }
            dictionary.append(term: surfaces.term(index), entry: entry)
        }
        parts.dictionary = dictionary.finish()
        return parts
    }

    private mutating func finishList() -> TermEntry {
        let (postingsStart, positionsStart) = (parts.postings.count, parts.positions.count)
        let (documentFrequency, totalFrequency) = (list.documentFrequency, list.totalFrequency)
        list.finish(into: &parts.postings, positions: &parts.positions)
        return TermEntry(
            documentFrequency: documentFrequency, totalFrequency: totalFrequency,
            postings: postingsStart..<parts.postings.count, positions: positionsStart..<parts.positions.count)
    }
}

/// Terms with their entries, without an allocation a term.
private struct TermColumn {
    private var bytes: [UInt8] = []
    /// Where each term ends.
    private var ends: [Int] = []
    /// Nil for a form without a document.
    var entries: [TermEntry?] = []

    var count: Int { entries.count }

    func term(_ index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

    mutating func append(_ term: [UInt8], _ entry: TermEntry?) {
        bytes.append(contentsOf: term)
        ends.append(bytes.count)
        entries.append(entry)
    }
}
