internal import IndexStorage

extension SegmentMerger {
    /// The columns of documents that have another order than in the inputs.
    ///
    /// The records are read as often as their size asks for, and those of some documents that follow one another are
    /// kept each time.
    func reorderedColumns() throws(StorageError) -> DocumentColumns {
        var (identifiers, dates, stored) = ([Identifiers](), [DateColumn](), [StoredDocuments]())
        for input in inputs {
            identifiers.append(try input.segment.identifiers())
            dates.append(try input.segment.dates())
            stored.append(try input.segment.stored())
        }
        let signatures = try signatures()
        let byteCount = stored.reduce(0) { $0 + $1.expandedByteCount }
        var columns = DocumentColumns()
        for range in DocumentParts(
            documentCount: documentCount, byteCount: byteCount, memoryBudgetBytes: memoryBudgetBytes)
        {
            var records = [[UInt8]](repeating: [], count: range.count)
            for (numbers, stored) in zip(numbers, stored) {
                try stored.forEachRecord { document, record throws(StorageError) in
                    let number = Int(numbers[Int(document)])
                    if range.contains(number) { records[number - range.lowerBound] = Array(record) }
                }
            }
            for (number, record) in zip(range, records) {
                let (input, document) = (Int(origins[number].input), origins[number].document)
                columns.append(
                    identifier: try identifiers[input].identifier(of: document),
                    date: dates[input][document])
                columns.stored.append(record[...])
                if !signatures.isEmpty {
                    columns.signatures.append(
                        signatures[input].column, signatures[input].rows, document: document)
                }
            }
        }
        return columns
    }
}

/// Documents in parts of which each takes about as much memory as there is.
struct DocumentParts: Sequence, IteratorProtocol {
    private let documentCount: Int
    private let size: Int
    private var start = 0

    /// - Parameter byteCount: what all documents would take.
    init(documentCount: Int, byteCount: Int, memoryBudgetBytes: Int) {
        self.documentCount = documentCount
        let partCount = byteCount / Swift.max(1, memoryBudgetBytes) + 1
        size = Swift.max(1, (documentCount + partCount - 1) / partCount)
    }

    mutating func next() -> Range<Int>? {
        if start >= documentCount { return nil }
        defer { start += size }
        return start..<Swift.min(start + size, documentCount)
    }
}
