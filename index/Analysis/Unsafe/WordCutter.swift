internal import IndexKernels

/// Cuts runs of plain ASCII words.
enum WordCutter {
    /// Words cut at once.
    private static let room = 256

    /// Appends the ASCII words of `text` from `offset` on, up to the first that needs other rules.
    ///
    /// - Parameters:
    ///   - offset: moves to that word, or to a later place before which all words are cut.
    ///   - end: at most the size of the text, and at least `offset`.
    ///   - foldedByte: see ``Tokenizer/foldedByte``.
    ///   - joins: whether words may hold more than their bytes, as `1,000` and `d'Ivoire` do.
    /// - Returns: whether a word that needs other rules begins at `offset`.
    static func cut(
        _ text: [UInt8], from offset: inout Int, to end: Int, foldedByte: [UInt8], joins: Bool,
        into buffer: inout TokenBuffer
    ) -> Bool {
        precondition(foldedByte.count == 256, "\(foldedByte.count) folded bytes")
        precondition(offset >= 0 && offset <= end && end <= text.count, "\(offset)..<\(end) of \(text.count)")
        var needsRules: Int32 = 0
        // Safe: the kernel reads before `end`, has 256 folded bytes, and writes at most the room it is told.
        unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 3 * room) { columns in
            unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16 * room + 272) { folded in
                // Safe: neither has a capacity of 0.
                let starts = columns.baseAddress!
                // Safe: three columns of `room` each; the folded forms have no capacity of 0 either.
                var words = unsafe dossier_words(
                    starts: starts, ends: starts + room, folded_ends: starts + 2 * room,
                    folded: folded.baseAddress!,
                    folded_base: UInt32(truncatingIfNeeded: buffer.folded.count), room: room)
                let count = unsafe text.withUnsafeBufferPointer { text in
                    // Safe: an empty text has no address, and no words.
                    guard let start = text.baseAddress else { return 0 }
                    return unsafe foldedByte.withUnsafeBufferPointer { table in
                        // Safe: as above; the table is not empty.
                        unsafe dossier_cut_words(
                            start, &offset, end, table.baseAddress!, joins ? 1 : 0, &words, &needsRules)
                    }
                }
                // Safe: the kernel has filled `count` of each column.
                unsafe buffer.append(words, count: count)
            }
        }
        return needsRules != 0
    }
}

extension TokenBuffer {
    /// Appends `count` words, whose folded forms begin where this buffer's end.
    fileprivate mutating func append(_ words: dossier_words, count: Int) {
        if count == 0 { return }
        // Safe: the columns hold `count` words.
        let foldedSize = unsafe Int(words.folded_ends[count - 1] &- words.folded_base)
        // Safe: as above.
        unsafe starts.append(contentsOf: UnsafeBufferPointer(start: words.starts, count: count))
        // Safe: as above.
        unsafe ends.append(contentsOf: UnsafeBufferPointer(start: words.ends, count: count))
        // Safe: as above.
        unsafe foldedOffsets.append(contentsOf: UnsafeBufferPointer(start: words.folded_ends, count: count))
        // Safe: the last word ends there.
        unsafe folded.append(contentsOf: UnsafeBufferPointer(start: words.folded, count: foldedSize))
    }
}
