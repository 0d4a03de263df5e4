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
    package consuming func finish(stemmer: Stemmer? = nil) -> FieldParts {
        precondition(length == 0, "the last document is not finished")
        var writer = FieldWriter(norms: norms)
        // About what they take; what is too much is never touched.
        writer.reserve(postings: terms.count, positions: terms.count + terms.count / 4)
        let order = interner.sorted()
        let (text, ends) = TokenKernels.text(of: order, in: interner)
        guard let stemmer else {
            let occurrences = TermOccurrences(terms, stretches, listCount: order.count)
            var start = 0
            for (number, end) in zip(order, ends) {
                writer.append(occurrences.sorted, occurrences.range(of: Int(number)))
                writer.finishTerm(text[start..<end])
                start = end
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
        let occurrences = TermOccurrences(
            terms, stretches, listOfTerm: listOfTerm, listCount: classes.count)
        for index in classes.listOrder {
            let range = occurrences.range(of: index)
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
    /// `document << 32 | position`, ascending in each list.
    private(set) var sorted: [UInt64]
    /// The term of each, where a list holds several terms.
    private(set) var terms: [UInt32]
    /// Where each list ends; it starts where the one before it ends.
    private var ends: [UInt32]

    func range(of list: Int) -> Range<Int> { (list == 0 ? 0 : Int(ends[list - 1]))..<Int(ends[list]) }

    /// - Parameter listOfTerm: the list each term's tokens belong to; nil where each term has its own.
    init(
        _ terms: [UInt32], _ stretches: [TokenStretch], listOfTerm: [UInt32]? = nil, listCount: Int
    ) {
        precondition(terms.count <= Int(UInt32.max), "\(terms.count) tokens in one field")
        ends = [UInt32](repeating: 0, count: listCount)
        TokenKernels.count(
            terms, termCount: listOfTerm?.count ?? listCount, listOfTerm: listOfTerm, into: &ends)
        var total: UInt32 = 0
        for list in ends.indices {
            let count = ends[list]
            ends[list] = total
            total += count
        }
        var termOfOccurrence = listOfTerm == nil ? [] : [UInt32](repeating: 0, count: terms.count)
        // Moves the start of each list to its end.
        sorted = TokenKernels.place(
            terms, stretches, listOfTerm: listOfTerm, next: &ends, termOfOccurrence: &termOfOccurrence)
        self.terms = termOfOccurrence
    }
}
