package import IndexStorage

/// The signatures of a segment's documents.
///
/// ```
/// hashes     u64 × documentCount
/// sketches   row × documentCount
/// row        tokenCount u32 | least hash of a shingle u32 × 24, filled up with ffffffff
/// ```
package struct SignatureColumn: Sendable {
    static let rowByteCount = 4 + 4 * TextSignature.sketchCount

    private let hashes: MappedBytes
    private let sketches: SectionFile.Section
    private let documentCount: Int

    /// - Returns: nil where the segment has no signatures.
    init?(
        hashes: MappedBytes, sketches: SectionFile.Section, documentCount: Int
    ) throws(StorageError) {
        guard hashes.count == 8 * documentCount, sketches.count == Self.rowByteCount * documentCount else {
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
    package func rows() throws(StorageError) -> SketchRows { SketchRows(bytes: try sketches.bytes()) }

    package func signature(of document: UInt32) throws(StorageError) -> TextSignature {
        let rows = try rows()
        return TextSignature(
            hash: hash(of: document), tokenCount: rows.tokenCount(of: document),
            minima: rows.minima(of: document))
    }
}

/// Least hashes of the shingles of a segment's documents.
package struct SketchRows: Sendable {
    fileprivate let bytes: MappedBytes

    package func tokenCount(of document: UInt32) -> UInt32 {
        bytes.loadUInt32(at: Int(document) * SignatureColumn.rowByteCount)
    }

    package func minima(of document: UInt32) -> [UInt32] {
        var minima: [UInt32] = []
        minima.reserveCapacity(TextSignature.sketchCount)
        forEachMinimum(of: document) { minima.append($0) }
        return minima
    }

    @inline(__always)
    func forEachMinimum(of document: UInt32, _ visit: (UInt32) -> Void) {
        let start = Int(document) * SignatureColumn.rowByteCount + 4
        for index in 0..<TextSignature.sketchCount {
            let value = bytes.loadUInt32(at: start + 4 * index)
            if value == .max { return }
            visit(value)
        }
    }

    fileprivate func row(of document: UInt32) -> [UInt8] {
        let start = Int(document) * SignatureColumn.rowByteCount
        return bytes.slice(start..<(start + SignatureColumn.rowByteCount)).array()
    }
}

/// Collects the signatures of documents in order.
struct SignatureColumnWriter {
    private(set) var hashes: [UInt8] = []
    private(set) var sketches: [UInt8] = []

    mutating func append(_ signature: TextSignature) {
        hashes.appendFixed64(signature.hash)
        var row = [UInt8](repeating: .max, count: SignatureColumn.rowByteCount)
        for (index, value) in ([signature.tokenCount] + signature.minima).enumerated() {
            for byte in 0..<4 {
                row[4 * index + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte)))
            }
        }
        sketches += row
    }

    mutating func append(_ column: SignatureColumn, _ rows: SketchRows, document: UInt32) {
        hashes.appendFixed64(column.hash(of: document))
        sketches += rows.row(of: document)
    }
}
