/// How often a term occurs, and where its lists lie: in the sections of lists, or, where they are inlined, in the
/// dictionary itself.
///
/// ```
/// head    documentFrequency << 3 | isForm << 2 | isShared << 1 | isExplicit
/// entry   head | totalFrequency − documentFrequency | postingsStart, positionsStart, where explicit
///         | postingsSize | positionsSize | formsSize, where shared                                  all LEB128
/// form    head | totalFrequency − documentFrequency | ordinal of the stem | number                  all LEB128
/// short   head | postings | positions              of at most four documents, and of no form; head LEB128
/// ```
/// What is not explicit begins where the lists of the entry before it in the block end; see `ListEnds`.
package struct TermEntry: Sendable, Equatable {
    package var documentFrequency: Int
    package var totalFrequency: UInt64
    package var postings: Range<Int>
    package var positions: Range<Int>
    /// Size of what follows the positions of a list that several forms share, see `SharedList`; else 0.
    package var formsSize = 0
    /// Which of the forms it is that share a list; nil where the lists are the term's own. Those of a form are empty.
    package var form: SharedForm?

    /// Lists of so few documents are smaller in the dictionary than what would say where they lie.
    static let inlinedDocumentLimit = 4
    private static let (explicit, shared, isForm) = (UInt64(1), UInt64(2), UInt64(4))

    package init(
        documentFrequency: Int, totalFrequency: UInt64, postings: Range<Int> = 0..<0,
        positions: Range<Int> = 0..<0, form: SharedForm? = nil
    ) {
        self.documentFrequency = documentFrequency
        self.totalFrequency = totalFrequency
        self.postings = postings
        self.positions = positions
        self.form = form
    }

    /// Whether the lists lie in the dictionary; positions then follow the postings.
    package var isInlined: Bool { form == nil && documentFrequency <= Self.inlinedDocumentLimit }

    /// Where in the section of positions lies which form stands at each of them.
    var forms: Range<Int> { positions.upperBound..<positions.upperBound + formsSize }

    /// Appends the entry, and before it its size.
    ///
    /// - Parameter inlined: where the lists of an inlined entry lie.
    func append(to bytes: inout [UInt8], after ends: inout ListEnds, inlined: [UInt8]) {
        let start = bytes.count
        bytes.append(0)
        let head = UInt64(documentFrequency) << 3
        if let form {
            VariableInteger.append(head | Self.isForm, to: &bytes)
            VariableInteger.append(totalFrequency - UInt64(documentFrequency), to: &bytes)
            VariableInteger.append(UInt64(form.stem), to: &bytes)
            VariableInteger.append(UInt64(form.number), to: &bytes)
        } else if isInlined {
            VariableInteger.append(head, to: &bytes)
            bytes += inlined[postings.lowerBound..<positions.upperBound]
        } else {
            appendPlaces(head, to: &bytes, after: &ends)
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

    private func appendPlaces(_ head: UInt64, to bytes: inout [UInt8], after ends: inout ListEnds) {
        let isExplicit = postings.lowerBound != ends.postings || positions.lowerBound != ends.positions
        let flags = (isExplicit ? Self.explicit : 0) | (formsSize > 0 ? Self.shared : 0)
        VariableInteger.append(head | flags, to: &bytes)
        VariableInteger.append(totalFrequency - UInt64(documentFrequency), to: &bytes)
        if isExplicit {
            VariableInteger.append(UInt64(postings.lowerBound), to: &bytes)
            VariableInteger.append(UInt64(positions.lowerBound), to: &bytes)
        }
        VariableInteger.append(UInt64(postings.count), to: &bytes)
        VariableInteger.append(UInt64(positions.count), to: &bytes)
        if formsSize > 0 { VariableInteger.append(UInt64(formsSize), to: &bytes) }
        ends = ListEnds(postings: postings.upperBound, positions: forms.upperBound)
    }

    /// Reads an entry; nil when the bytes end early or a number is too large.
    ///
    /// - Parameter ends: where the lists of the entry before it in the block end; moved on.
    package init?(_ bytes: Span<UInt8>, _ range: Range<Int>, after ends: inout ListEnds) {
        var offset = range.lowerBound
        guard let head = VariableInteger.read(bytes, at: &offset), head >> 3 > 0, head >> 3 <= UInt32.max
        else { return nil }
        let flags = head & 7
        self.init(documentFrequency: Int(head >> 3), totalFrequency: 0)
        if flags != Self.isForm, documentFrequency <= Self.inlinedDocumentLimit {
            let start = offset
            guard flags == 0,
                let total = Self.readFrequencies(bytes, at: &offset, count: documentFrequency),
                offset <= range.upperBound
            else { return nil }
            totalFrequency = total
            (postings, positions) = (start..<offset, offset..<range.upperBound)
            return
        }
        guard let more = VariableInteger.read(bytes, at: &offset), more < 1 << 62 else { return nil }
        totalFrequency = more + UInt64(documentFrequency)
        if flags == Self.isForm {
            guard let stem = VariableInteger.read32(bytes, at: &offset),
                let number = VariableInteger.read32(bytes, at: &offset), offset <= range.upperBound
            else { return nil }
            form = SharedForm(stem: Int(stem), number: number)
        } else {
            guard flags & Self.isForm == 0, readPlaces(flags, bytes, at: &offset, after: &ends),
                offset <= range.upperBound
            else { return nil }
        }
    }

    private mutating func readPlaces(
        _ flags: UInt64, _ bytes: Span<UInt8>, at offset: inout Int, after ends: inout ListEnds
    ) -> Bool {
        var starts = ends
        if flags & Self.explicit != 0 {
            guard let postingsStart = Self.size(bytes, at: &offset),
                let positionsStart = Self.size(bytes, at: &offset)
            else { return false }
            starts = ListEnds(postings: postingsStart, positions: positionsStart)
        }
        guard let postingsSize = Self.size(bytes, at: &offset),
            let positionsSize = Self.size(bytes, at: &offset)
        else { return false }
        if flags & Self.shared != 0 {
            guard let size = Self.size(bytes, at: &offset), size > 0 else { return false }
            formsSize = size
        }
        postings = starts.postings..<starts.postings + postingsSize
        positions = starts.positions..<starts.positions + positionsSize
        ends = ListEnds(postings: postings.upperBound, positions: forms.upperBound)
        return true
    }

    /// Sums of 32 times two sizes and a start stay far below what an `Int` holds.
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

/// A surface form among those that share the list of their stem.
package struct SharedForm: Sendable, Equatable {
    /// Ordinal of the stem in the dictionary.
    package var stem: Int
    /// What stands for the form in the list, see `FormNumbers`.
    package var number: UInt32
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
    /// Bytes of a list, and of the positions of a group of its blocks, that 32 bits count: what has more is cut.
    var limit = Int(UInt32.max)
    /// Whether something was cut; then the lists must not be used.
    var isCut = false

    package init() {}
}
