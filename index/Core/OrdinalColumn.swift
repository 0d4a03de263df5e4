package import IndexStorage

/// For each document of a segment the ordinals of the values it carries, ascending.
///
/// ```
/// offsets    nothing where every document has one value, and where none has any; else
///            for every 64 documents where their ordinals begin u32 | of each document, and behind the last, how far from there,
///            in 1, 2 or 4 bytes
/// ordinals   of all documents, one after another, `width` bytes each
/// ```
package struct OrdinalColumn: Sendable {
    let offsets: MappedBytes
    /// Bytes of an offset behind the first one of its 64 documents: 1, 2 or 4; 0 where there are no offsets.
    let offsetWidth: Int
    let ordinals: MappedBytes
    /// Bytes of an ordinal: 1, 2 or 4.
    let width: Int
    let documentCount: Int
    package let valueCount: Int

    init(
        offsets: MappedBytes, ordinals: MappedBytes, width: Int, documentCount: Int, valueCount: Int
    ) throws(StorageError) {
        self.offsets = offsets
        self.ordinals = ordinals
        self.width = width
        self.documentCount = documentCount
        self.valueCount = valueCount
        let startByteCount = Self.startByteCount(documentCount)
        offsetWidth = max(0, offsets.count - startByteCount) / (documentCount + 1)
        let ordinalCount: Int
        if offsets.count == 0 {
            ordinalCount = ordinals.count == 0 ? 0 : documentCount
        } else {
            guard [1, 2, 4].contains(offsetWidth),
                offsets.count == startByteCount + offsetWidth * (documentCount + 1)
            else { throw Self.misfit(offsets) }
            ordinalCount = offset(of: documentCount)
        }
        guard ordinalCount * width == ordinals.count else { throw Self.misfit(offsets) }
    }

    private static func misfit(_ offsets: MappedBytes) -> StorageError {
        .corrupt(file: offsets.path, reason: "the ordinals do not fit the documents")
    }

    /// Documents that have one start.
    private static let blockLength = 64

    /// Where, in bytes, the offsets behind starts begin.
    var distancesStart: Int { Self.startByteCount(documentCount) }

    private static func startByteCount(_ documentCount: Int) -> Int { 4 * (documentCount / blockLength + 1) }

    /// The section of offsets.
    ///
    /// - Parameter offsets: ascending from 0, of each document and behind the last.
    static func encode(offsets: [UInt32]) -> [UInt8] {
        if offsets.last == 0 || offsets.enumerated().allSatisfy({ $0 == Int($1) }) { return [] }
        let starts = stride(from: 0, to: offsets.count, by: blockLength).map { offsets[$0] }
        let farthest = offsets.enumerated().reduce(0) {
            max($0, $1.element - starts[$1.offset / blockLength])
        }
        let width = farthest < 1 << 8 ? 1 : farthest < 1 << 16 ? 2 : 4
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4 * starts.count + width * offsets.count)
        for start in starts { bytes.appendFixed32(start) }
        for (document, offset) in offsets.enumerated() {
            let distance = offset - starts[document / blockLength]
            for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: distance >> UInt32(8 * byte))) }
        }
        return bytes
    }

    /// Where the ordinals of a document begin, or end those of the last.
    private func offset(of document: Int) -> Int {
        if offsets.count == 0 { return ordinals.count == 0 ? 0 : document }
        let place = Self.startByteCount(documentCount) + offsetWidth * document
        var distance = 0
        for byte in 0..<offsetWidth { distance |= Int(offsets[place + byte]) << (8 * byte) }
        return Int(offsets.loadUInt32(at: 4 * (document / Self.blockLength))) + distance
    }

    /// A column in memory, of one ordinal a document or none.
    package init(of values: [UInt32?], valueCount: Int) throws(StorageError) {
        var (starts, ordinals) = ([UInt32(0)], [UInt8]())
        for value in values {
            if let value { ordinals.appendFixed32(value) }
            starts.append(UInt32(ordinals.count / 4))
        }
        let offsets = Self.encode(offsets: starts)
        let file = MappedFile(path: "memory", bytes: offsets + ordinals)
        try self.init(
            offsets: file.bytes(0..<offsets.count), ordinals: file.bytes(offsets.count..<file.byteCount),
            width: 4, documentCount: values.count, valueCount: valueCount)
    }

    /// The ordinals of one document.
    package func ordinals(of document: UInt32) throws(StorageError) -> [Int] {
        precondition(document < documentCount, "document \(document) of \(documentCount)")
        let (start, end) = (offset(of: Int(document)), offset(of: Int(document) + 1))
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
