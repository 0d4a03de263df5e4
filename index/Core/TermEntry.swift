/// Where a term's parts lie and how often it occurs.
///
/// ```
/// entry   2 · documentFrequency + isForm | totalFrequency − documentFrequency | postingsOffset | postingsSize
///         | positionsOffset | positionsSize | form, if isForm                     all LEB128
/// ```
package struct TermEntry: Sendable, Equatable {
    package var documentFrequency: Int
    package var totalFrequency: UInt64
    package var postings: Range<Int>
    package var positions: Range<Int>
    /// Which form it is of those that share the list, counted from 0; nil where the list is the term's own.
    package var form: UInt32?

    package func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return Array(bytes.dropFirst())
    }

    /// Appends the entry, and before it its size in one byte.
    func append(to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(0)
        VariableInteger.append(UInt64(documentFrequency) << 1 | (form == nil ? 0 : 1), to: &bytes)
        VariableInteger.append(totalFrequency - UInt64(documentFrequency), to: &bytes)
        VariableInteger.append(UInt64(postings.lowerBound), to: &bytes)
        VariableInteger.append(UInt64(postings.count), to: &bytes)
        VariableInteger.append(UInt64(positions.lowerBound), to: &bytes)
        VariableInteger.append(UInt64(positions.count), to: &bytes)
        if let form { VariableInteger.append(UInt64(form), to: &bytes) }
        // Seven numbers of at most ten bytes: below 128, so its LEB128 is one byte.
        bytes[start] = UInt8(bytes.count - start - 1)
    }

    /// Reads an entry; nil when the bytes end early or a number is too large.
    package init?(_ bytes: Span<UInt8>, at start: Int) {
        var offset = start
        guard let first = VariableInteger.read(bytes, at: &offset),
            let documents = UInt32(exactly: first >> 1), documents > 0,
            let more = VariableInteger.read(bytes, at: &offset), more < 1 << 62,
            let postings = TermEntry.range(bytes, at: &offset),
            let positions = TermEntry.range(bytes, at: &offset)
        else { return nil }
        var form: UInt32?
        if first & 1 == 1 {
            guard let number = VariableInteger.read32(bytes, at: &offset) else { return nil }
            form = number
        }
        self.init(
            documentFrequency: Int(documents), totalFrequency: more + UInt64(documents), postings: postings,
            positions: positions, form: form)
    }

    package init(
        documentFrequency: Int, totalFrequency: UInt64, postings: Range<Int>, positions: Range<Int>,
        form: UInt32? = nil
    ) {
        self.documentFrequency = documentFrequency
        self.totalFrequency = totalFrequency
        self.postings = postings
        self.positions = positions
        self.form = form
    }

    private static func range(_ bytes: Span<UInt8>, at offset: inout Int) -> Range<Int>? {
        guard let start = VariableInteger.read(bytes, at: &offset), start < 1 << 62,
            let size = VariableInteger.read(bytes, at: &offset), size < 1 << 62
        else { return nil }
        return Int(start)..<Int(start + size)
    }
}
