package import IndexStorage

/// The signatures of a segment's documents.
///
/// ```
/// hashes     u64 × documentCount
/// sketches   size of the row u8 × documentCount | row…
/// ```
package struct SignatureColumn: Sendable {
    private let hashes: MappedBytes
    private let sketches: SectionFile.Section
    private let documentCount: Int

    /// - Returns: nil where the segment has no signatures.
    init?(
        hashes: MappedBytes, sketches: SectionFile.Section, documentCount: Int
    ) throws(StorageError) {
        guard hashes.count == 8 * documentCount, sketches.count >= documentCount else {
            guard hashes.count == 0, sketches.count == 0 else {
                throw .corrupt(
                    file: hashes.path, reason: "the signatures do not fit \(documentCount) documents")
            }
            return nil
        }
        self.hashes = hashes
        self.sketches = sketches
        self.documentCount = documentCount
    }

    /// What tells equal texts; 0 for one that is not compared.
    package func hash(of document: UInt32) -> UInt64 { hashes.loadUInt64(at: 8 * Int(document)) }

    /// The rows of all documents; verified whole, once.
    package func rows() throws(StorageError) -> SketchRows {
        try SketchRows(bytes: try sketches.bytes(), documentCount: documentCount)
    }

    package func signature(of document: UInt32) throws(StorageError) -> TextSignature {
        let rows = try rows()
        return TextSignature(
            hash: hash(of: document), lengthCode: rows.lengthCode(of: document),
            minima: rows.minima(of: document))
    }
}

/// Least hashes of the shingles of a segment's documents, each in a `SketchRow`.
package struct SketchRows: Sendable {
    private let bytes: MappedBytes
    /// Where each row begins, and the last ends.
    private let starts: [Int]

    fileprivate init(bytes: MappedBytes, documentCount: Int) throws(StorageError) {
        var (starts, end) = ([Int](), documentCount)
        starts.reserveCapacity(documentCount + 1)
        for document in 0..<documentCount {
            starts.append(end)
            end += Int(bytes[document])
        }
        guard end == bytes.count else {
            throw .corrupt(file: bytes.path, reason: "the sketches do not fit \(documentCount) documents")
        }
        starts.append(end)
        (self.bytes, self.starts) = (bytes, starts)
    }

    private func range(of document: UInt32) -> Range<Int> {
        starts[Int(document)]..<starts[Int(document) + 1]
    }

    package func lengthCode(of document: UInt32) -> UInt8 {
        let range = range(of: document)
        return range.isEmpty ? 0 : bytes[range.lowerBound]
    }

    /// How many tokens the text has, about.
    package func tokenCount(of document: UInt32) -> UInt32 {
        LengthTable.lengths[Int(lengthCode(of: document))]
    }

    package func minima(of document: UInt32) -> [UInt32] {
        var minima: [UInt32] = []
        minima.reserveCapacity(TextSignature.sketchCount)
        forEachMinimum(of: document) { minima.append($0) }
        return minima
    }

    @inline(__always)
    func forEachMinimum(of document: UInt32, _ visit: (UInt32) -> Void) {
        SketchRow.forEachMinimum(bytes, range(of: document), visit)
    }

    fileprivate func row(of document: UInt32) -> [UInt8] { bytes.slice(range(of: document)).array() }
}

/// Collects the signatures of documents in order.
struct SignatureColumnWriter {
    private(set) var hashes: [UInt8] = []
    private var sizes: [UInt8] = []
    private var rows: [UInt8] = []
    var sketches: [UInt8] { sizes + rows }

    mutating func append(_ signature: TextSignature) { append(signature.hash, SketchRow.encode(signature)) }

    mutating func append(_ column: SignatureColumn, _ rows: SketchRows, document: UInt32) {
        append(column.hash(of: document), rows.row(of: document))
    }

    private mutating func append(_ hash: UInt64, _ row: [UInt8]) {
        hashes.appendFixed64(hash)
        sizes.append(UInt8(row.count))
        rows += row
    }
}
