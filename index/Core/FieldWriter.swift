package import IndexAnalysis
internal import IndexStorage

/// The finished parts of a field; each becomes a section of the core file.
package struct FieldParts: Sendable, Equatable {
    /// A `TermDictionary` whose entries are `TermEntry`s: stem classes, then surface forms.
    package var dictionary: [UInt8] = []
    /// Posting lists that are not inlined, one after another in the order of `StemClasses.listOrder`.
    package var postings: [UInt8] = []
    /// The positions of each of these lists, and behind them which forms stand there, where several share it.
    package var positions: [UInt8] = []
    /// A code of `LengthTable` for each document.
    package var norms: [UInt8] = []
    /// Documents with at least one token, and the tokens of all.
    package var documentCount = 0
    package var totalLength: UInt64 = 0
    /// Of the languages of its surface forms.
    package var marks = LanguageMarks()
    /// Whether a list or the dictionary has more than the format can tell: then the parts are no field.
    package var isCut = false
}

/// Writes one field: its posting lists and positions, then the dictionary that leads to them.
///
/// Without stems, each surface form has a list, in the order of the forms. With stems there is a list for each stem.
/// Where several forms have the stem they share its list, and a stream behind the positions tells them apart; only if
/// that list is inlined, each form has one of its own beside it. A class of one form that differs from its stem is an
/// alias: two entries name one list. A class of one form that is its own stem needs no entry of the stem. So a query word
/// reads one list, whose document frequency is exact.
package struct FieldWriter {
    private var parts = FieldParts()
    private var list = PostingListWriter()
    private var surfaces = TermColumn()
    private var forms = FormOccurrences()
    private(set) var classes: StemClasses?
    /// By class; nil where the stem has none.
    private var stems: [TermEntry?] = []
    private var lists = ListSections()
    private var dictionary = TermDictionary.Writer()

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

    /// Adds a list of another segment.
    ///
    /// - Parameter renumbering: gives documents there their numbers here, which ascend.
    /// - Throws: `StorageError.corrupt` when the list is damaged.
    mutating func append(
        _ source: PendingPostings.Source, _ renumbering: PendingPostings.Renumbering
    ) throws(StorageError) {
        guard list.append(source, renumbering, norms: parts.norms) else {
            throw .corrupt(file: source.postings.path, reason: "a posting list is damaged")
        }
    }

    /// Whether a posting was added since the last list ended.
    package var hasPostings: Bool { list.documentFrequency > 0 }

    /// Ends the list of a surface form, greater than the one before it.
    package mutating func finishTerm(_ term: ArraySlice<UInt8>) {
        parts.totalLength += list.totalFrequency
        let entry = list.finish(into: &lists)
        dictionary.append(term: term, entry: entry, inlined: lists.inlined)
        lists.inlined.removeAll(keepingCapacity: true)
    }

    /// Adds a surface form, greater than the one before it; `finishClass` says where its list is.
    mutating func addForm(_ term: ArraySlice<UInt8>) { surfaces.append(term, nil) }

    /// Brings the surface forms that were added together by their stems.
    mutating func makeClasses(_ stemmer: WordStemmer) -> StemClasses {
        let classes = StemClasses(stemmer, formCount: surfaces.count) { surfaces.term($0) }
        stems = Array(repeating: nil, count: classes.count)
        self.classes = classes
        return classes
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
    mutating func finishClass(_ index: Int) {
        precondition(isComplete, "\(forms.places.count) forms of \(list.totalFrequency) occurrences")
        guard hasPostings, let classes else { return }
        let members = classes.forms(of: index)
        var entry = list.finish(into: &lists)
        parts.totalLength += entry.totalFrequency
        let present = members.count == 1 ? [0] : forms.presentPlaces
        if present.count == 1 {
            let form = Int(members[members.startIndex + present[0]])
            surfaces.entries[form] = entry
            if surfaces.term(form) != classes.stem(of: index)[...] { stems[index] = entry }
            return
        }
        if entry.isInlined {
            let occurrences = inlinedOccurrences(of: entry)
            for place in present {
                let own = zip(occurrences, forms.places).filter { $1 == place }.map(\.0)
                list.append(own, own.indices, norms: parts.norms)
                surfaces.entries[Int(members[members.startIndex + place])] = list.finish(into: &lists)
            }
        } else {
            let numbers = forms.numbers()
            entry.formsSize = forms.appendStream(numbers, to: &lists.positions)
            for place in present {
                // Until all are written the stem is named by its class.
                surfaces.entries[Int(members[members.startIndex + place])] = TermEntry(
                    documentFrequency: forms.counts[place].documentFrequency,
                    totalFrequency: forms.counts[place].totalFrequency,
                    form: SharedForm(stem: index, number: numbers[place]))
            }
        }
        stems[index] = entry
    }

    /// What a list that was just written holds.
    private func inlinedOccurrences(of entry: TermEntry) -> [UInt64] {
        var (block, positions) = (PostingBlock(), [UInt32]())
        var (start, chunkStart) = (entry.postings.lowerBound, entry.positions.lowerBound)
        let isRead =
            block.decode(
                lists.inlined.span, at: &start, after: .max, postingCount: entry.documentFrequency)
            && PositionChunk.decode(
                lists.inlined.span, at: &chunkStart, frequencies: block.frequencies[..<block.count],
                into: &positions)
        precondition(isRead, "an inlined list is damaged")
        var (occurrences, next) = ([UInt64](), 0)
        for posting in 0..<block.count {
            for _ in 0..<block.frequencies[posting] {
                occurrences.append(UInt64(block.documents[posting]) << 32 | UInt64(positions[next]))
                next += 1
            }
        }
        return occurrences
    }

    package consuming func finish() -> FieldParts {
        precondition(!hasPostings, "the last list is not finished")
        var ordinals = [Int](repeating: 0, count: stems.count)
        // The mark of stems is below every byte of a surface form.
        for index in stems.indices {
            guard let classes, let entry = stems[index] else { continue }
            ordinals[index] = dictionary.termCount
            dictionary.append(term: classes.term(of: index)[...], entry: entry, inlined: lists.inlined)
        }
        for index in 0..<surfaces.count {
            guard var entry = surfaces.entries[index] else { continue }
            if let form = entry.form { entry.form?.stem = ordinals[form.stem] }
            dictionary.append(term: surfaces.term(index), entry: entry, inlined: lists.inlined)
            parts.marks.insert(LanguageMark(of: surfaces.term(index)))
        }
        parts.isCut = lists.isCut || dictionary.termCount > UInt32.max
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
    /// Nil for a form without a document.
    var entries: [TermEntry?] = []

    var count: Int { entries.count }

    func term(_ index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

    mutating func append(_ term: ArraySlice<UInt8>, _ entry: TermEntry?) {
        bytes.append(contentsOf: term)
        ends.append(bytes.count)
        entries.append(entry)
    }
}
