internal import IndexKernels

/// Loops over many tokens at once.
enum TokenKernels {
    /// Writes the numbers of words to `numbers` from `place` on.
    ///
    /// - Parameters:
    ///   - tokens: of the slice.
    ///   - interner: has room for all of them being new.
    static func intern(
        _ slice: TokenSlice, _ tokens: Range<Int>, in interner: inout TermInterner,
        into numbers: inout [UInt32], at place: Int
    ) {
        precondition(
            slice.tokens.contains(tokens.lowerBound) && tokens.upperBound <= slice.tokens.upperBound,
            "\(tokens) of \(slice.tokens)")
        precondition(
            place >= 0 && numbers.count - place >= tokens.count, "no room for \(tokens.count) numbers")
        // Safe: the buffers live for the call; as many offsets and one follow, as `TokenSlice` has checked; the kernel
        // checks that words lie in the text, and the table has the room it asks for, as the interner has seen to.
        let isSound = unsafe numbers.withUnsafeMutableBufferPointer { numbers in
            // Safe: neither the offsets nor the numbers are empty, so they have addresses.
            unsafe slice.offsets.withUnsafeBufferPointer { offsets in
                unsafe slice.folded.withUnsafeBufferPointer { folded in
                    unsafe interner.withTable { table in
                        unsafe dossier_intern_terms(
                            &table, folded.baseAddress, folded.count,
                            offsets.baseAddress! + tokens.lowerBound, tokens.count,
                            numbers.baseAddress! + place)
                    }
                }
            }
        }
        precondition(isSound != 0, "words outside their text")
    }

    /// Appends a hash of each word.
    static func appendHashes(_ slice: TokenSlice, to hashes: inout [UInt64]) {
        if slice.tokens.isEmpty { return }
        let place = hashes.count
        hashes.append(contentsOf: repeatElement(0, count: slice.tokens.count))
        // Safe: as above; there is room for as many hashes as there are words, and neither are empty.
        let isSound = unsafe hashes.withUnsafeMutableBufferPointer { hashes in
            unsafe slice.offsets.withUnsafeBufferPointer { offsets in
                unsafe slice.folded.withUnsafeBufferPointer { folded in
                    unsafe dossier_hash_words(
                        folded.baseAddress, folded.count, offsets.baseAddress! + slice.tokens.lowerBound,
                        slice.tokens.count, hashes.baseAddress! + place)
                }
            }
        }
        precondition(isSound != 0, "words outside their text")
    }

    /// The bytes of terms one after another, those of the numbers `order`, and where each ends.
    static func text(of order: [UInt32], in interner: TermInterner) -> (bytes: [UInt8], ends: [Int]) {
        precondition(
            order.count == interner.count && order.allSatisfy { $0 < interner.count },
            "numbers of other terms")
        if order.isEmpty { return ([], []) }
        var ends = [Int](repeating: 0, count: order.count)
        // Safe: no number is another's, as the interner has made the order, so all take the size it has counted, and each
        // place lies in the arena; the kernel may write 16 bytes more.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: interner.textByteCount + 16) { text, size in
            unsafe ends.withUnsafeMutableBufferPointer { ends in
                unsafe interner.arena.withUnsafeBufferPointer { arena in
                    unsafe interner.places.withUnsafeBufferPointer { places in
                        // Safe: nothing is empty where there is a term.
                        unsafe dossier_copy_terms(
                            arena.baseAddress!, places.baseAddress!, order, order.count, text.baseAddress!,
                            ends.baseAddress!)
                    }
                }
            }
            size = interner.textByteCount
        }
        return (bytes, ends)
    }

    /// Appends bytes that words hold, the first byte lowest.
    static func append(_ words: [UInt64], from start: Int, byteCount: Int, to bytes: inout [UInt8]) {
        precondition(
            start >= 0 && byteCount >= 0 && 8 * (words.count - start) >= byteCount, "bytes outside words")
        // Safe: the range lies within the words, as checked above; the machine is little-endian, as the kernels check.
        unsafe words.withUnsafeBytes { source in
            unsafe bytes.append(
                contentsOf: UnsafeRawBufferPointer(rebasing: source[8 * start..<8 * start + byteCount]))
        }
    }

    /// Counts the tokens of each list.
    ///
    /// - Parameters:
    ///   - listOfTerm: the list of each term; nil where each term is a list of its own.
    ///   - counts: one for each list, to which is added.
    static func count(_ terms: [UInt32], termCount: Int, listOfTerm: [UInt32]?, into counts: inout [UInt32]) {
        precondition(
            listOfTerm.map { $0.count == termCount } ?? (counts.count >= termCount), "terms without a list")
        // Safe: every term is below the number of terms, as the interner gave it, and every list has a count.
        unsafe withAddresses(of: terms, listOfTerm) { terms, count, lists in
            unsafe counts.withUnsafeMutableBufferPointer { counts in
                guard let target = counts.baseAddress else { return }
                unsafe dossier_count_tokens(terms, count, lists, target)
            }
        }
    }

    /// The tokens of each list side by side, as `document << 32 | position`.
    ///
    /// - Parameters:
    ///   - stretches: of all tokens, by document.
    ///   - next: where the first token of each list goes; `count` has made room for the rest. It moves to the end.
    ///   - termOfOccurrence: receives the term of each; as long as the terms, or empty where it is not wanted.
    static func place(
        _ terms: [UInt32], _ stretches: [TokenStretch], listOfTerm: [UInt32]?, next: inout [UInt32],
        termOfOccurrence: inout [UInt32]
    ) -> [UInt64] {
        precondition(
            stretches.reduce(0) { $0 + Int($1.tokenCount) } == terms.count, "tokens outside a stretch")
        precondition(
            termOfOccurrence.isEmpty || termOfOccurrence.count == terms.count,
            "\(termOfOccurrence.count) terms of \(terms.count) occurrences")
        // Safe: as in `count`; stretches divide the tokens, and each list has room for the tokens that were counted, so
        // that all occurrences are written.
        return unsafe [UInt64](unsafeUninitializedCapacity: terms.count) { occurrences, count in
            unsafe withAddresses(of: terms, listOfTerm) { terms, _, lists in
                unsafe next.withUnsafeMutableBufferPointer { next in
                    unsafe termOfOccurrence.withUnsafeMutableBufferPointer { ofOccurrence in
                        guard let next = next.baseAddress, let target = occurrences.baseAddress else {
                            return
                        }
                        let ofOccurrence = ofOccurrence.isEmpty ? nil : ofOccurrence.baseAddress
                        var start = 0
                        for stretch in stretches {
                            unsafe dossier_place_tokens(
                                terms + start, Int(stretch.tokenCount), stretch.document,
                                stretch.position, lists, next, target, ofOccurrence)
                            start += Int(stretch.tokenCount)
                        }
                    }
                }
            }
            count = terms.count
        }
    }

    private static func withAddresses(
        of terms: [UInt32], _ listOfTerm: [UInt32]?,
        _ body: (UnsafePointer<UInt32>, Int, UnsafePointer<UInt32>?) -> Void
    ) {
        // Safe: both buffers live for the closure; without terms there is nothing to do.
        unsafe terms.withUnsafeBufferPointer { terms in
            guard let first = terms.baseAddress else { return }
            guard let listOfTerm else { return unsafe body(first, terms.count, nil) }
            unsafe listOfTerm.withUnsafeBufferPointer { unsafe body(first, terms.count, $0.baseAddress) }
        }
    }
}

extension TermInterner {
    /// Lends the columns as the kernels know them, and takes over what has become of them.
    fileprivate mutating func withTable<Result>(_ body: (inout dossier_term_table) -> Result) -> Result {
        // Safe: the columns live for the closure, and none is empty where there is room for a term.
        unsafe slots.withUnsafeMutableBufferPointer { slots in
            unsafe arena.withUnsafeMutableBufferPointer { arena in
                unsafe places.withUnsafeMutableBufferPointer { places in
                    var table = unsafe dossier_term_table(
                        slots: slots.baseAddress!, slot_count: slots.count, arena: arena.baseAddress!,
                        arena_count: arenaCount, places: places.baseAddress!, count: UInt32(count),
                        text_size: textByteCount)
                    let result = unsafe body(&table)
                    unsafe (arenaCount, count, textByteCount) = (
                        table.arena_count, Int(table.count), table.text_size
                    )
                    return result
                }
            }
        }
    }
}
