/// Collects the tokens of one field, document by document, and turns them into the parts of a segment.
///
/// Tokens are kept in order of arrival as two columns, term and position: eight bytes a token. `finish` brings the
/// occurrences of each term together by a counting sort, which leaves documents and positions ascending.
package struct FieldBuilder: Sendable {
    /// The finished parts; each becomes a section of the core file.
    package struct Parts: Sendable, Equatable {
        /// A `TermDictionary` whose entries are `TermEntry`s.
        package var dictionary: [UInt8] = []
        /// Posting lists, one after another in the order of terms.
        package var postings: [UInt8] = []
        /// For each term, the sizes of its position chunks as LEB128, one a posting block, then the chunks.
        package var positions: [UInt8] = []
        /// A code of `LengthTable` for each document.
        package var norms: [UInt8] = []
        /// Documents with at least one token, and the tokens of all.
        package var documentCount = 0
        package var totalLength: UInt64 = 0
    }

    private var interner = TermInterner()
    private var terms: [UInt32] = []
    private var positions: [UInt32] = []
    /// Number of tokens up to the end of each document.
    private var documentEnds: [Int] = []

    package init() {}

    /// Adds a token of the document begun last; positions of a document ascend.
    package mutating func append(term: ArraySlice<UInt8>, position: UInt32) {
        precondition(position < .max, "positions end at \(UInt32.max - 1)")
        terms.append(interner.intern(term))
        positions.append(position)
    }

    /// Ends a document, which may have no token.
    package mutating func finishDocument() { documentEnds.append(terms.count) }

    /// The parts of everything added; the same tokens give the same bytes.
    ///
    /// - Complexity: O(tokens + terms · log terms).
    package consuming func finish() -> Parts {
        precondition((documentEnds.last ?? 0) == terms.count, "the last document is not finished")
        var parts = Parts()
        var start = 0
        for end in documentEnds {
            parts.norms.append(LengthTable.code(for: UInt32(clamping: end - start)))
            if end > start { parts.documentCount += 1 }
            start = end
        }
        parts.totalLength = UInt64(terms.count)

        let (starts, occurrences) = occurrencesByTerm()
        var dictionary = TermDictionary.Writer()
        var writer = TermWriter()
        for term in interner.sorted() {
            let range = starts[Int(term)]..<starts[Int(term) + 1]
            let entry = writer.append(occurrences[range], positions, norms: parts.norms, to: &parts)
            dictionary.append(term: Array(interner.bytes(of: term)), entry: entry.encoded())
        }
        parts.dictionary = dictionary.finish()
        return parts
    }

    /// For each term the tokens that are it, ascending, each with its document.
    private func occurrencesByTerm() -> (starts: [Int], occurrences: [Occurrence]) {
        var starts = [Int](repeating: 0, count: interner.count + 1)
        for term in terms { starts[Int(term) + 1] += 1 }
        for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
        var next = starts
        var occurrences = [Occurrence](repeating: Occurrence(document: 0, token: 0), count: terms.count)
        var token = 0
        for (document, end) in documentEnds.enumerated() {
            while token < end {
                let term = Int(terms[token])
                occurrences[next[term]] = Occurrence(document: UInt32(document), token: UInt32(token))
                next[term] += 1
                token += 1
            }
        }
        return (starts, occurrences)
    }
}

/// One token of a term: its document, and its index among all tokens of the field.
struct Occurrence {
    var document: UInt32
    var token: UInt32
}

/// Where a term's parts lie and how often it occurs.
///
/// ```
/// entry   documentFrequency | totalFrequency − documentFrequency | postingsOffset | postingsSize
///         | positionsOffset | positionsSize                                       all LEB128
/// ```
package struct TermEntry: Sendable, Equatable {
    package var documentFrequency: Int
    package var totalFrequency: UInt64
    package var postings: Range<Int>
    package var positions: Range<Int>

    package func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        VariableInteger.append(UInt64(documentFrequency), to: &bytes)
        VariableInteger.append(totalFrequency - UInt64(documentFrequency), to: &bytes)
        for range in [postings, positions] {
            VariableInteger.append(UInt64(range.lowerBound), to: &bytes)
            VariableInteger.append(UInt64(range.count), to: &bytes)
        }
        return bytes
    }

    /// Reads an entry; nil when the bytes end early or a number is too large.
    package init?(_ bytes: Span<UInt8>, at start: Int) {
        var offset = start
        guard let documents = VariableInteger.read32(bytes, at: &offset), documents > 0,
            let more = VariableInteger.read(bytes, at: &offset), more < 1 << 62,
            let postings = TermEntry.range(bytes, at: &offset),
            let positions = TermEntry.range(bytes, at: &offset)
        else { return nil }
        self.init(
            documentFrequency: Int(documents), totalFrequency: more + UInt64(documents), postings: postings,
            positions: positions)
    }

    init(documentFrequency: Int, totalFrequency: UInt64, postings: Range<Int>, positions: Range<Int>) {
        self.documentFrequency = documentFrequency
        self.totalFrequency = totalFrequency
        self.postings = postings
        self.positions = positions
    }

    private static func range(_ bytes: Span<UInt8>, at offset: inout Int) -> Range<Int>? {
        guard let start = VariableInteger.read(bytes, at: &offset), start < 1 << 62,
            let size = VariableInteger.read(bytes, at: &offset), size < 1 << 62
        else { return nil }
        return Int(start)..<Int(start + size)
    }
}

/// Writes the postings and positions of one term after another.
private struct TermWriter {
    private var list = PostingListWriter()
    private var blockPositions: [UInt32] = []
    private var blockFrequencies: [UInt32] = []
    private var sizes: [UInt8] = []
    private var chunks: [UInt8] = []

    mutating func append(
        _ occurrences: ArraySlice<Occurrence>, _ positions: [UInt32], norms: [UInt8],
        to parts: inout FieldBuilder.Parts
    ) -> TermEntry {
        var index = occurrences.startIndex
        while index < occurrences.endIndex {
            let document = occurrences[index].document
            let first = index
            while index < occurrences.endIndex, occurrences[index].document == document {
                blockPositions.append(positions[Int(occurrences[index].token)])
                index += 1
            }
            blockFrequencies.append(UInt32(index - first))
            list.append(document: document, frequency: UInt32(index - first), norm: norms[Int(document)])
            if blockFrequencies.count == blockLength { flushPositions() }
        }
        if !blockFrequencies.isEmpty { flushPositions() }
        let (postingsStart, positionsStart) = (parts.postings.count, parts.positions.count)
        let documentFrequency = list.documentFrequency
        list.finish(into: &parts.postings)
        parts.positions += sizes
        parts.positions += chunks
        sizes.removeAll(keepingCapacity: true)
        chunks.removeAll(keepingCapacity: true)
        return TermEntry(
            documentFrequency: documentFrequency, totalFrequency: UInt64(occurrences.count),
            postings: postingsStart..<parts.postings.count, positions: positionsStart..<parts.positions.count)
    }

    private mutating func flushPositions() {
        let start = chunks.count
        PositionChunk.append(blockPositions, frequencies: blockFrequencies, to: &chunks)
        VariableInteger.append(UInt64(chunks.count - start), to: &sizes)
        blockPositions.removeAll(keepingCapacity: true)
        blockFrequencies.removeAll(keepingCapacity: true)
    }
}
