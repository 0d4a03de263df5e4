package import IndexAnalysis

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

/// The surface forms that share a stem.
package struct StemClass: Sendable, Equatable {
    /// Dictionary bytes of the stem; see `TermForm`.
    package var term: [UInt8]
    /// Indices of the surface forms among all of the field, ascending.
    package var forms: [Int]
}

/// Writes one field: all norms, then the lists of all surface forms in order, then those of stem classes.
///
/// A stem class has a list of its own only when several forms share the stem. A class of one form that differs from
/// its stem is an alias: its entry names the form's list. A class of one form that is its own stem needs no entry.
/// So a query word reads one list, whose document frequency is exact.
package struct FieldWriter {
    private var parts = FieldParts()
    private var list = PostingListWriter()
    private var blockPositions: [UInt32] = []
    private var blockFrequencies: [UInt32] = []
    private var chunkSizes: [UInt8] = []
    private var chunks: [UInt8] = []
    private var surfaces: [(term: [UInt8], entry: TermEntry)] = []
    private var stems: [(term: [UInt8], entry: TermEntry)] = []

    package init() {}

    /// Adds a document; all are added before the first posting.
    package mutating func appendDocument(norm: UInt8) {
        parts.norms.append(norm)
        if norm > 0 { parts.documentCount += 1 }
    }

    /// Adds the positions of one document, at least one, to the list being written; documents ascend.
    package mutating func appendPosting(document: UInt32, positions: ArraySlice<UInt32>) {
        let frequency = UInt32(positions.count)
        blockPositions.append(contentsOf: positions)
        blockFrequencies.append(frequency)
        list.append(document: document, frequency: frequency, norm: parts.norms[Int(document)])
        if blockFrequencies.count == blockLength { flushPositions() }
    }

    /// Whether a posting was added since the last list ended.
    package var hasPostings: Bool { list.documentFrequency > 0 }

    /// Ends the list of a surface form, greater than the one before it.
    package mutating func finishTerm(_ term: [UInt8]) {
        parts.totalLength += list.totalFrequency
        surfaces.append((term, finishList()))
    }

    /// Adds the entries of classes of one form.
    ///
    /// - Returns: the classes of several forms, in order; the list of each is to be written next.
    package mutating func addStemAliases(_ stemmer: Stemmer) -> [StemClass] {
        var interner = TermInterner()
        var forms: [[Int]] = []
        var stem: [UInt8] = []
        for (index, surface) in surfaces.enumerated() {
            stemmer.stem(surface.term[...], into: &stem)
            let number = Int(interner.intern(stem[...]))
            if number == forms.count { forms.append([]) }
            forms[number].append(index)
        }
        var classes: [StemClass] = []
        for number in interner.sorted() {
            let stem = Array(interner.bytes(of: number))
            let term = TermForm.stemTerm(language: stemmer.language, stem: stem)
            let members = forms[Int(number)]
            if members.count > 1 {
                classes.append(StemClass(term: term, forms: members))
            } else if surfaces[members[0]].term != stem {
                stems.append((term, surfaces[members[0]].entry))
            }
        }
        return classes
    }

    /// Whether the list being written has as many occurrences as the forms of a class have.
    package func isComplete(_ stemClass: StemClass) -> Bool {
        list.totalFrequency == stemClass.forms.reduce(0) { $0 + surfaces[$1].entry.totalFrequency }
    }

    /// Ends the list of a stem class.
    package mutating func finishStem(_ term: [UInt8]) { stems.append((term, finishList())) }

    package consuming func finish() -> FieldParts {
        precondition(!hasPostings, "the last list is not finished")
        var dictionary = TermDictionary.Writer()
        stems.sort { $0.term.lexicographicallyPrecedes($1.term) }
        // The mark of stems is below every byte of a surface form.
        for (term, entry) in stems { dictionary.append(term: term, entry: entry.encoded()) }
        for (term, entry) in surfaces { dictionary.append(term: term, entry: entry.encoded()) }
        parts.dictionary = dictionary.finish()
        return parts
    }

    private mutating func finishList() -> TermEntry {
        if !blockFrequencies.isEmpty { flushPositions() }
        let (postingsStart, positionsStart) = (parts.postings.count, parts.positions.count)
        let (documentFrequency, totalFrequency) = (list.documentFrequency, list.totalFrequency)
        list.finish(into: &parts.postings)
        parts.positions += chunkSizes
        parts.positions += chunks
        chunkSizes.removeAll(keepingCapacity: true)
        chunks.removeAll(keepingCapacity: true)
        return TermEntry(
            documentFrequency: documentFrequency, totalFrequency: totalFrequency,
            postings: postingsStart..<parts.postings.count, positions: positionsStart..<parts.positions.count)
    }

    private mutating func flushPositions() {
        let start = chunks.count
        PositionChunk.append(blockPositions, frequencies: blockFrequencies, to: &chunks)
        VariableInteger.append(UInt64(chunks.count - start), to: &chunkSizes)
        blockPositions.removeAll(keepingCapacity: true)
        blockFrequencies.removeAll(keepingCapacity: true)
    }
}
