/// How often a term occurs, and where its lists lie: in the sections of lists, or, where they are inlined, in the
/// dictionary itself.
///
/// ```
/// entry   documentFrequency << 1 | isExplicit | totalFrequency − documentFrequency
///         | postingsStart, positionsStart, where explicit | postingsSize | positionsSize            all LEB128
/// short   documentFrequency << 1 | postings | positions            of at most four documents
/// ```
/// What is not explicit begins where the lists of the entry before it in the block end; see `ListEnds`.
package struct TermEntry: Sendable, Equatable {
    package var documentFrequency: Int
    package var totalFrequency: UInt64
    package var postings: Range<Int>
    package var positions: Range<Int>

    /// Lists of so few documents are smaller in the dictionary than what would say where they lie.
    static let inlinedDocumentLimit = 4

    package init(documentFrequency: Int, totalFrequency: UInt64, postings: Range<Int>, positions: Range<Int>)
    {
        self.documentFrequency = documentFrequency
        self.totalFrequency = totalFrequency
        self.postings = postings
        self.positions = positions
    }

    /// Whether the lists lie in the dictionary; positions then follow the postings.
    package var isInlined: Bool { documentFrequency <= Self.inlinedDocumentLimit }

    /// Appends the entry, and before it its size.
    ///
    /// - Parameter inlined: where the lists of an inlined entry lie.
    func append(to bytes: inout [UInt8], after ends: inout ListEnds, inlined: [UInt8]) {
        let start = bytes.count
        bytes.append(0)
        if isInlined {
            VariableInteger.append(UInt64(documentFrequency) << 1, to: &bytes)
            bytes += inlined[postings.lowerBound..<positions.upperBound]
        } else {
            let isExplicit = postings.lowerBound != ends.postings || positions.lowerBound != ends.positions
            VariableInteger.append(UInt64(documentFrequency) << 1 | (isExplicit ? 1 : 0), to: &bytes)
            VariableInteger.append(totalFrequency - UInt64(documentFrequency), to: &bytes)
            if isExplicit {
                VariableInteger.append(UInt64(postings.lowerBound), to: &bytes)
                VariableInteger.append(UInt64(positions.lowerBound), to: &bytes)
            }
            VariableInteger.append(UInt64(postings.count), to: &bytes)
            VariableInteger.append(UInt64(positions.count), to: &bytes)
            ends = ListEnds(postings: postings.upperBound, positions: positions.upperBound)
        }
        // Mostly a single byte; else the entry moves up.
        let count = bytes.count - start - 1
        if count < 0x80 {
            bytes[start] = UInt8(count)
        } else {
            var size: [UInt8] = []
            size.appendInteger(count)
            bytes.replaceSubrange(start...start, with: size)
        }
    }

    /// Reads an entry; nil when the bytes end early or a number is too large.
    ///
    /// - Parameter ends: where the lists of the entry before it in the block end; moved on.
    package init?(_ bytes: Span<UInt8>, _ range: Range<Int>, after ends: inout ListEnds) {
        var offset = range.lowerBound
        guard let head = VariableInteger.read(bytes, at: &offset), head >> 1 > 0, head >> 1 <= UInt32.max
        else { return nil }
        documentFrequency = Int(head >> 1)
        if documentFrequency <= Self.inlinedDocumentLimit {
            let start = offset
            guard head & 1 == 0,
                let total = Self.readFrequencies(bytes, at: &offset, count: documentFrequency),
                offset <= range.upperBound
            else { return nil }
            totalFrequency = total
            (postings, positions) = (start..<offset, offset..<range.upperBound)
            return
        }
        guard let more = VariableInteger.read(bytes, at: &offset), more < 1 << 62 else { return nil }
        totalFrequency = more + UInt64(documentFrequency)
        var starts = ends
        if head & 1 == 1 {
            guard let postingsStart = Self.size(bytes, at: &offset),
                let positionsStart = Self.size(bytes, at: &offset)
            else { return nil }
            starts = ListEnds(postings: postingsStart, positions: positionsStart)
        }
        guard let postingsSize = Self.size(bytes, at: &offset),
            let positionsSize = Self.size(bytes, at: &offset), offset <= range.upperBound
        else { return nil }
        postings = starts.postings..<starts.postings + postingsSize
        positions = starts.positions..<starts.positions + positionsSize
        ends = ListEnds(postings: postings.upperBound, positions: positions.upperBound)
    }

    /// Sums of 32 sizes and a start stay far below what an `Int` holds.
    private static func size(_ bytes: Span<UInt8>, at offset: inout Int) -> Int? {
        VariableInteger.read(bytes, at: &offset).flatMap { $0 < 1 << 48 ? Int($0) : nil }
    }

    /// Passes the postings of a tail; returns the sum of their frequencies.
    private static func readFrequencies(_ bytes: Span<UInt8>, at offset: inout Int, count: Int) -> UInt64? {
        var total: UInt64 = 0
        for _ in 0..<count {
            guard let gap = VariableInteger.read(bytes, at: &offset) else { return nil }
            if gap & 1 == 1 {
                total += 1
            } else {
                guard let more = VariableInteger.read32(bytes, at: &offset) else { return nil }
                total += UInt64(more) + 2
            }
        }
        return total
    }
}

/// Where in the sections of lists those of an entry end, and so those of the next begin. A block of the dictionary
/// begins at 0.
package struct ListEnds: Sendable, Equatable {
    var postings = 0
    var positions = 0

    package init() {}

    init(postings: Int, positions: Int) {
        self.postings = postings
        self.positions = positions
    }
}

/// The lists of a field or of a facet, one after another.
package struct ListSections: Sendable, Equatable {
    package var postings: [UInt8] = []
    package var positions: [UInt8] = []
    /// Those that go into the dictionary: postings and positions of one after those of another.
    package var inlined: [UInt8] = []

    package init() {}
}
