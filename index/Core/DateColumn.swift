internal import IndexStorage

/// When each document of a segment was published.
///
/// ```
/// dates    nothing where no document has a date; else  width u8 | least day u32, two's complement | days
/// days     where width is 2 or 4:  for each document the day − the least day + 1, or 0 for none, in so many bytes
///          where it is 8, for few dates:  document u32 × count | (day − least day) u32 × count       documents ascend
/// ```
package struct DateColumn: Sendable {
    private static let headByteCount = 5
    private static let sparseWidth = 8

    private let bytes: MappedBytes
    private let width: Int
    private let leastDay: UInt32
    private var sparseCount: Int { (bytes.count - Self.headByteCount) / Self.sparseWidth }

    init(_ bytes: MappedBytes, documentCount: Int) throws(StorageError) {
        self.bytes = bytes
        width = bytes.count == 0 ? 0 : Int(bytes[0])
        let isSound =
            switch width {
            case 0: bytes.count == 0
            case 2, 4: bytes.count == Self.headByteCount + width * documentCount
            case Self.sparseWidth: Self.isSize(bytes.count, of: documentCount)
            default: false
            }
        guard isSound else {
            throw .corrupt(file: bytes.path, reason: "the dates do not fit \(documentCount) documents")
        }
        leastDay = width == 0 ? 0 : bytes.loadUInt32(at: 1)
    }

    /// Whether a section of this many bytes may have the dates of so many documents.
    static func isSize(_ byteCount: Int, of documentCount: Int) -> Bool {
        if byteCount == 0 || [2, 4].contains(where: { byteCount == headByteCount + $0 * documentCount }) {
            return true
        }
        let (count, rest) = (byteCount - headByteCount).quotientAndRemainder(dividingBy: sparseWidth)
        return rest == 0 && count > 0 && count <= documentCount
    }

    /// The section of dates: days since 1970-01-01, or `noDate`.
    static func encode(_ days: [Int32]) -> [UInt8] {
        let known = days.lazy.filter { $0 != noDate }
        guard let least = known.min(), let greatest = known.max() else { return [] }
        var width = Int(greatest) - Int(least) < 1 << 16 - 1 ? 2 : 4
        let dated = days.indices.filter { days[$0] != noDate }
        if sparseWidth * dated.count < width * days.count { width = sparseWidth }
        var bytes = [UInt8(width)]
        bytes.reserveCapacity(headByteCount + width * (width == sparseWidth ? dated.count : days.count))
        bytes.appendFixed32(UInt32(bitPattern: least))
        if width == sparseWidth {
            for document in dated { bytes.appendFixed32(UInt32(document)) }
            for document in dated { bytes.appendFixed32(UInt32(bitPattern: days[document] &- least)) }
            return bytes
        }
        for day in days {
            let value = day == noDate ? 0 : UInt32(bitPattern: day &- least) + 1
            for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * byte))) }
        }
        return bytes
    }

    /// Days since 1970-01-01, or `noDate`.
    package subscript(document: UInt32) -> Int32 {
        let place = Self.headByteCount + width * Int(document)
        let value: UInt32
        switch width {
        case 0: return noDate
        case Self.sparseWidth: return sparseDay(of: document)
        case 2: value = UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8
        default: value = bytes.loadUInt32(at: place)
        }
        return value == 0 ? noDate : Int32(bitPattern: leastDay &+ value &- 1)
    }
    private func sparseDay(of document: UInt32) -> Int32 {
        func documentAt(_ index: Int) -> UInt32 { bytes.loadUInt32(at: Self.headByteCount + 4 * index) }
        var (low, high) = (0, sparseCount)
        while low < high {
            let middle = (low + high) / 2
            if documentAt(middle) < document { low = middle + 1 } else { high = middle }
        }
        guard low < sparseCount, documentAt(low) == document else { return noDate }
        return Int32(
            bitPattern: leastDay &+ bytes.loadUInt32(at: Self.headByteCount + 4 * (sparseCount + low)))
    }
}
