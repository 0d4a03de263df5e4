package import IndexStorage

/// For each document of a segment the ordinals of the values it carries, ascending.
package struct OrdinalColumn: Sendable {
    /// Empty where every document has one value.
    let offsets: MappedBytes
    let ordinals: MappedBytes
    /// Bytes of an ordinal: 1, 2 or 4.
    let width: Int
    let documentCount: Int
    package let valueCount: Int

    init(
        offsets: MappedBytes, ordinals: MappedBytes, width: Int, documentCount: Int, valueCount: Int
    ) throws(StorageError) {
        let ordinalCount =
            switch offsets.count {
            case 0: documentCount
            case 4 * (documentCount + 1): Int(offsets.loadUInt32(at: 4 * documentCount))
            default: -1
            }
        guard ordinalCount * width == ordinals.count else {
            throw .corrupt(file: offsets.path, reason: "the ordinals do not fit the documents")
        }
        self.offsets = offsets
        self.ordinals = ordinals
        self.width = width
        self.documentCount = documentCount
        self.valueCount = valueCount
    }

    /// A column in memory, of one ordinal a document or none.
    package init(of values: [UInt32?], valueCount: Int) throws(StorageError) {
        var (offsets, ordinals, count) = ([UInt8](), [UInt8](), UInt32(0))
        for value in values {
            offsets.appendFixed32(count)
            guard let value else { continue }
            ordinals.appendFixed32(value)
            count += 1
        }
        offsets.appendFixed32(count)
        let file = MappedFile(path: "memory", bytes: offsets + ordinals)
        try self.init(
            offsets: file.bytes(0..<offsets.count), ordinals: file.bytes(offsets.count..<file.byteCount),
            width: 4, documentCount: values.count, valueCount: valueCount)
    }

    /// The ordinals of one document.
    package func ordinals(of document: UInt32) throws(StorageError) -> [Int] {
        precondition(document < documentCount, "document \(document) of \(documentCount)")
        let place = 4 * Int(document)
        let isSingle = offsets.count == 0
        let start = isSingle ? Int(document) : Int(offsets.loadUInt32(at: place))
        let end = isSingle ? start + 1 : Int(offsets.loadUInt32(at: place + 4))
        guard start <= end, end * width <= ordinals.count else { throw damaged }
        var found: [Int] = []
        for index in start..<end {
            var ordinal = 0
            for byte in 0..<width { ordinal |= Int(ordinals[index * width + byte]) << (8 * byte) }
            guard ordinal < valueCount else { throw damaged }
            found.append(ordinal)
        }
        return found
    }

    package var damaged: StorageError { .corrupt(file: offsets.path, reason: "the ordinals are damaged") }
}
