package import IndexAnalysis

/// Tokens of one document at positions that follow one another.
struct TokenStretch: Sendable {
    var document: UInt32
    /// Of the first token.
    var position: UInt32
    var tokenCount: UInt32
}

/// Collects the tokens of one field, document by document, and turns them into the parts of a segment.
///
/// Tokens are kept in order of arrival as a column of terms: four bytes a token; positions follow from the stretches.
/// `finish` brings the occurrences of each term together by a counting sort, which leaves documents and positions
/// ascending.
package struct FieldBuilder: Sendable {
    private var interner = TermInterner()
    private var terms: [UInt32] = []
    private var stretches: [TokenStretch] = []
    private var documentCount: UInt32 = 0
    /// One a document, made of the number of its tokens.
    private var norms: [UInt8] = []
    /// Tokens of the document begun last, and the position that must be reached.
    private var (length, nextPosition) = (0, UInt32(0))

    package init() {}

    /// Adds a token of the document begun last; positions of a document ascend.
    package mutating func append(term: ArraySlice<UInt8>, position: UInt32) {
        append(
            TokenSlice(folded: Array(term), offsets: [0, UInt32(term.count)], tokens: 0..<1),
            position: position)
    }

    /// Adds tokens of the document begun last, at positions that follow one another.
    ///
    /// - Parameter position: of the first token, after all those of the document so far.
    package mutating func append(_ slice: TokenSlice, position: UInt32) {
        precondition(
            position >= nextPosition && slice.tokens.count < Int(UInt32.max - position),
            "positions ascend and end at \(UInt32.max - 1)")
        interner.append(slice, to: &terms)
        length += slice.tokens.count
        nextPosition = position + UInt32(slice.tokens.count)
        stretches.append(
            TokenStretch(document: documentCount, position: position, tokenCount: UInt32(slice.tokens.count)))
    }

    /// Ends a document, which may have no token.
    package mutating func finishDocument() {
        precondition(documentCount < .max - 1, "document numbers end at \(UInt32.max - 1)")
        norms.append(LengthTable.code(for: UInt32(clamping: length)))
        documentCount += 1
        (length, nextPosition) = (0, 0)
    }

    /// The parts of everything added; the same tokens give the same bytes.
    ///
    /// - Parameter stemmer: makes the stem classes; a field has none without it.
    /// - Complexity: O(tokens + terms · log terms).
    package consuming func finish(stemmer: WordStemmer? = nil) -> FieldParts {
        precondition(length == 0, "the last document is not finished")
        var writer = FieldWriter(norms: norms)
        // About what they take; what is too much is never touched.
        writer.reserve(postings: terms.count, positions: terms.count + terms.count / 4)
        let order = interner.sorted()
        let (text, ends) = TokenKernels.text(of: order, in: interner)
        guard let stemmer else {
            let occurrences = TermOccurrences(terms, stretches, listOrder: order)
            var (start, first) = (0, 0)
            for (number, end) in zip(order, ends) {
                let next = occurrences.end(of: number)
                writer.append(occurrences.sorted, first..<next)
                writer.finishTerm(text[start..<end])
                (start, first) = (end, next)
            }
            return writer.finish()
        }
        var start = 0
        for end in ends {
            writer.addForm(text[start..<end])
            start = end
        }
        let classes = writer.makeClasses(stemmer)
        var listOfTerm = [UInt32](repeating: 0, count: order.count)
        var placeOfTerm = listOfTerm
        for index in 0..<classes.count {
            for (place, form) in classes.forms(of: index).enumerated() {
                listOfTerm[Int(order[Int(form)])] = UInt32(index)
                placeOfTerm[Int(order[Int(form)])] = UInt32(place)
            }
        }
        let listOrder = classes.listOrder
        let occurrences = TermOccurrences(
            terms, stretches, listOfTerm: listOfTerm, listOrder: listOrder.map { UInt32($0) })
        var first = 0
        for index in listOrder {
            let range = first..<occurrences.end(of: UInt32(index))
            first = range.upperBound
            writer.startClass(formCount: classes.forms(of: index).count)
            writer.append(occurrences.sorted, range)
            writer.appendForms(occurrences.sorted, occurrences.terms, range, placeOfTerm: placeOfTerm)
            writer.finishClass(index)
        }
        return writer.finish()
    }
}

/// The tokens of a field by list: a counting sort.
private struct TermOccurrences {
    /// `document << 32 | position`, ascending in each list; lists follow one another as they are written, so that
    /// they are read as they lie.
    private(set) var sorted: [UInt64]
    /// The term of each, where a list holds several terms.
    private(set) var terms: [UInt32]
    /// Where each list ends; it starts where the one before it in the order ends.
    private var ends: [UInt32]

    func end(of list: UInt32) -> Int { Int(ends[Int(list)]) }

    /// - Parameters:
    ///   - listOfTerm: the list each term's tokens belong to; nil where each term has its own.
    ///   - listOrder: every list, in the order in which they are written.
    init(
        _ terms: [UInt32], _ stretches: [TokenStretch], listOfTerm: [UInt32]? = nil, listOrder: [UInt32]
    ) {
        precondition(terms.count <= Int(UInt32.max), "\(terms.count) tokens in one field")
        ends = [UInt32](repeating: 0, count: listOrder.count)
        TokenKernels.count(
            terms, termCount: listOfTerm?.count ?? listOrder.count, listOfTerm: listOfTerm, into: &ends)
        var total: UInt32 = 0
        for list in listOrder {
            let count = ends[Int(list)]
            ends[Int(list)] = total
            total += count
        }
        precondition(Int(total) == terms.count, "a list has no place, or two")
        var termOfOccurrence = listOfTerm == nil ? [] : [UInt32](repeating: 0, count: terms.count)
        // Moves the start of each list to its end.
        sorted = TokenKernels.place(
            terms, stretches, listOfTerm: listOfTerm, next: &ends, termOfOccurrence: &termOfOccurrence)
        self.terms = termOfOccurrence
    }
}
