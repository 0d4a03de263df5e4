internal import IndexStorage

/// A list that several forms of a stem share, and which of them stands at each position.
///
/// ```
/// behind the positions   documentFrequency LEB128 | size LEB128 | FormNumbers
/// ```
struct SharedList {
    /// The whole list, as its own term.
    let entry: TermEntry
    private let postings: TermPostings
    private let forms: MappedBytes

    /// Opens the list that the entry of a form names.
    ///
    /// - Parameters:
    ///   - lists: the field's posting lists.
    ///   - positions: the field's positions.
    init(
        _ form: TermEntry, postings lists: SectionFile.Section, positions: SectionFile.Section,
        documentCount: Int
    ) throws(StorageError) {
        let start = form.positions.upperBound
        guard start <= positions.count else {
            throw .corrupt(file: positions.path, reason: "a list of forms lies outside")
        }
        let header = try positions.bytes(start..<min(start + 20, positions.count))
        let found = header.withSpan { span -> (documents: UInt32, size: Int, offset: Int)? in
            var offset = 0
            guard let documents = VariableInteger.read32(span, at: &offset),
                let size = VariableInteger.read(span, at: &offset),
                size <= UInt64(positions.count - start - offset)
            else { return nil }
            return (documents, Int(size), offset)
        }
        guard let found, Int(found.documents) <= documentCount else {
            throw .corrupt(file: positions.path, reason: "a list of forms is damaged")
        }
        entry = TermEntry(
            documentFrequency: Int(found.documents), totalFrequency: UInt64(found.documents),
            postings: form.postings, positions: form.positions)
        postings = try TermPostings(
            lists.bytes(form.postings), documentFrequency: entry.documentFrequency,
            documentCount: documentCount)
        forms = try positions.bytes((start + found.offset)..<(start + found.offset + found.size))
    }

    /// Calls `visit` with each document and the numbers of the forms at its positions.
    func forEachDocument(
        _ visit: (UInt32, ArraySlice<UInt32>) throws(StorageError) -> Void
    ) throws(StorageError) {
        var (block, numbers, bit) = (PostingBlock(), [UInt32](), 0)
        for index in 0..<postings.list.blockCount {
            try postings.decode(block: index, into: &block)
            let count = block.frequencies[..<block.count].reduce(0) { $0 + Int($1) }
            guard FormNumbers.read(forms, at: &bit, count: count, into: &numbers) else { throw damaged }
            var start = 0
            for posting in 0..<block.count {
                let end = start + Int(block.frequencies[posting])
                try visit(block.documents[posting], numbers[start..<end])
                start = end
            }
        }
        guard (bit + 7) / 8 == forms.count else { throw damaged }
    }

    /// The list of one form, written anew.
    ///
    /// - Parameter positions: of the whole list.
    /// - Complexity: O(occurrences of all forms).
    func list(
        of form: TermEntry, positions: TermPositions, norms: [UInt8]
    ) throws(StorageError) -> (postings: [UInt8], positions: [UInt8]) {
        var occurrences: [UInt64] = []
        var (block, numbers, places, bit) = (PostingBlock(), [UInt32](), [UInt32](), 0)
        for index in 0..<postings.list.blockCount {
            try postings.decode(block: index, into: &block)
            try positions.decode(
                block: index, frequencies: block.frequencies[..<block.count], into: &places)
            guard FormNumbers.read(forms, at: &bit, count: places.count, into: &numbers) else {
                throw damaged
            }
            var start = 0
            for posting in 0..<block.count {
                let end = start + Int(block.frequencies[posting])
                let document = UInt64(block.documents[posting]) << 32
                for place in start..<end where numbers[place] == form.form {
                    occurrences.append(document | UInt64(places[place]))
                }
                start = end
            }
        }
        guard UInt64(occurrences.count) == form.totalFrequency, !occurrences.isEmpty else { throw damaged }
        var (writer, lists, chunks) = (PostingListWriter(), [UInt8](), [UInt8]())
        writer.append(occurrences, occurrences.indices, norms: norms)
        guard writer.documentFrequency == form.documentFrequency else { throw damaged }
        writer.finish(into: &lists, positions: &chunks)
        return (lists, chunks)
    }

    private var damaged: StorageError {
        .corrupt(file: forms.path, reason: "a list of forms disagrees with its postings")
    }
}
