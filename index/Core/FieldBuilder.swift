package import IndexAnalysis

/// Collects the tokens of one field, document by document, and turns them into the parts of a segment.
///
/// Tokens are kept in order of arrival as two columns, term and position: eight bytes a token. `finish` brings the
/// occurrences of each term together by a counting sort, which leaves documents and positions ascending.
package struct FieldBuilder: Sendable {
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
    /// - Parameter stemmer: makes the stem classes; a field has none without it.
    /// - Complexity: O(tokens + terms · log terms).
    package consuming func finish(stemmer: Stemmer? = nil) -> FieldParts {
        precondition((documentEnds.last ?? 0) == terms.count, "the last document is not finished")
        var writer = FieldWriter()
        var start = 0
        for end in documentEnds {
            writer.appendDocument(norm: LengthTable.code(for: UInt32(clamping: end - start)))
            start = end
        }
        let order = interner.sorted()
        var rank = [UInt32](repeating: 0, count: order.count)
        for (index, term) in order.enumerated() { rank[Int(term)] = UInt32(index) }
        forEachList(rank, listCount: order.count, &writer) { writer, list in
            writer.finishTerm(Array(interner.bytes(of: order[list])))
        }
        guard let stemmer else { return writer.finish() }

        let classes = writer.addStemAliases(stemmer)
        var listOfTerm = [UInt32](repeating: .max, count: order.count)
        for (index, stemClass) in classes.enumerated() {
            for form in stemClass.forms { listOfTerm[Int(order[form])] = UInt32(index) }
        }
        forEachList(listOfTerm, listCount: classes.count, &writer) { writer, list in
            writer.finishStem(classes[list].term)
        }
        return writer.finish()
    }

    /// Writes the occurrences of every list, in the order of lists, and calls `finishList` after each.
    ///
    /// - Parameter listOfTerm: the list each term's occurrences belong to; `.max` for none. No list is empty.
    private func forEachList(
        _ listOfTerm: [UInt32], listCount: Int, _ writer: inout FieldWriter,
        _ finishList: (inout FieldWriter, Int) -> Void
    ) {
        let (starts, occurrences) = occurrences(listOfTerm, listCount: listCount)
        var documentPositions: [UInt32] = []
        for list in 0..<listCount {
            var index = starts[list]
            let end = starts[list + 1]
            while index < end {
                let document = occurrences[index].document
                documentPositions.removeAll(keepingCapacity: true)
                while index < end, occurrences[index].document == document {
                    documentPositions.append(positions[Int(occurrences[index].token)])
                    index += 1
                }
                writer.appendPosting(document: document, positions: documentPositions[...])
            }
            finishList(&writer, list)
        }
    }

    /// The tokens of each list, ascending, each with its document: a counting sort.
    private func occurrences(
        _ listOfTerm: [UInt32], listCount: Int
    ) -> (starts: [Int], occurrences: [Occurrence]) {
        var starts = [Int](repeating: 0, count: listCount + 1)
        for term in terms where listOfTerm[Int(term)] != .max { starts[Int(listOfTerm[Int(term)]) + 1] += 1 }
        for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
        var next = starts
        var occurrences = [Occurrence](
            repeating: Occurrence(document: 0, token: 0), count: starts[listCount])
        var token = 0
        for (document, end) in documentEnds.enumerated() {
            while token < end {
                let list = listOfTerm[Int(terms[token])]
                if list != .max {
                    occurrences[next[Int(list)]] = Occurrence(
                        document: UInt32(document), token: UInt32(token))
                    next[Int(list)] += 1
                }
                token += 1
            }
        }
        return (starts, occurrences)
    }
}

/// One token: its document, and its index among all tokens of the field.
private struct Occurrence {
    var document: UInt32
    var token: UInt32
}
