internal import IndexStorage

/// The sections of a layer that tell which values each document carries: dictionary, posting lists and ordinals.
struct ValueSections {
    /// Ids of the values that occur, ascending as bytes; the rank of one is its ordinal.
    private let values: [[UInt8]]
    /// The values of all documents, one document after another, each value once; how often the document names it, and
    /// where each document's values begin.
    private var ordinals: [UInt32] = []
    private var frequencies: [UInt32] = []
    private var offsets: [UInt32] = [0]
    /// How many values of documents 32 bits count.
    private let limit: Int

    init(_ values: [[UInt8]], limit: Int = Int(UInt32.max)) {
        self.values = values
        self.limit = limit
    }

    private var documentCount: Int { offsets.count - 1 }

    /// Adds the next document's values by ordinal, ascending; one that comes several times is named as often.
    mutating func append(_ found: [UInt32]) {
        let start = ordinals.count
        for ordinal in found {
            precondition(ordinal < values.count, "value \(ordinal) of \(values.count)")
            if ordinals.count > start, let last = ordinals.last, last == ordinal {
                frequencies[frequencies.count - 1] += 1
                continue
            }
            precondition(
                ordinals.count == start || ordinals[ordinals.count - 1] < ordinal, "values must ascend")
            ordinals.append(ordinal)
            frequencies.append(1)
        }
        offsets.append(UInt32(clamping: ordinals.count))
    }

    /// Adds the next document's values by ordinal, ascending; one that comes several times counts once.
    mutating func append(once found: [UInt32]) {
        let start = ordinals.count
        append(found)
        for index in start..<frequencies.count { frequencies[index] = 1 }
    }

    /// Writes the meta section, in which it sets the width of ordinals, and the sections of values.
    func write(_ meta: inout FacetLayerMeta, to file: SectionFileWriter) throws(StorageError) {
        precondition(meta.documentCount == documentCount, "\(documentCount) documents")
        guard ordinals.count < limit else {
            throw .tooLarge(
                reason: "documents of one segment name less than \(limit) values of the facet \(meta.facet)")
        }
        meta.ordinalWidth = values.count <= 1 << 8 ? 1 : values.count <= 1 << 16 ? 2 : 4
        let (dictionary, postings) = lists()
        try file.addSection(LayerSection.meta, meta.encoded())
        try file.addSection(LayerSection.values, dictionary)
        try file.addSection(LayerSection.postings, postings)
        try file.addSection(LayerSection.ordinalOffsets, OrdinalColumn.encode(offsets: offsets))
        try file.addSection(LayerSection.ordinals, encodedOrdinals(width: meta.ordinalWidth))
    }

    private func encodedOrdinals(width: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(width * ordinals.count)
        for ordinal in ordinals {
            for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: ordinal >> UInt32(8 * byte))) }
        }
        return bytes
    }

    /// The dictionary and the posting lists, whose postings are sorted by value first.
    private func lists() -> (dictionary: [UInt8], postings: [UInt8]) {
        var ends = [Int](repeating: 0, count: values.count)
        for ordinal in ordinals { ends[Int(ordinal)] += 1 }
        var sum = 0
        for ordinal in ends.indices {
            sum += ends[ordinal]
            ends[ordinal] = sum - ends[ordinal]
        }
        var sorted = [(document: UInt32, frequency: UInt32)](repeating: (0, 0), count: ordinals.count)
        for document in 0..<documentCount {
            for place in Int(offsets[document])..<Int(offsets[document + 1]) {
                let ordinal = Int(ordinals[place])
                sorted[ends[ordinal]] = (UInt32(document), frequencies[place])
                ends[ordinal] += 1
            }
        }
        var (dictionary, lists, writer) = (TermDictionary.Writer(), ListSections(), PostingListWriter())
        var first = 0
        for (value, end) in zip(values, ends) {
            for posting in sorted[first..<end] {
                writer.append(document: posting.document, frequency: posting.frequency, norm: 0)
            }
            let entry = writer.finish(into: &lists)
            dictionary.append(term: value[...], entry: entry, inlined: lists.inlined)
            first = end
        }
        return (dictionary.finish(), lists.postings)
    }
}
