internal import IndexKernels

/// Loops over many tokens at once.
enum TokenKernels {
    /// Writes the numbers of known words, tokens of a slice, to `numbers`, until one is unknown.
    ///
    /// - Parameters:
    ///   - slots: as `TermInterner` draws them and made by it alone; half of them are empty.
    ///   - place: where the number of the first goes; there is room for all that follow.
    ///   - tag: of the unknown word.
    /// - Returns: how many words were known.
    static func find(
        _ slice: TokenSlice, _ tokens: Range<Int>, slots: [UInt64], arena: [UInt64],
        into numbers: inout [UInt32], at place: Int, tag: inout UInt32
    ) -> Int {
        let (token, count) = (tokens.lowerBound, tokens.count)
        precondition(
            token >= slice.tokens.lowerBound && tokens.upperBound <= slice.tokens.upperBound,
            "tokens \(tokens) of \(slice.tokens)")
        precondition(place >= 0 && numbers.count - place >= count, "no room for \(count) numbers")
        if count == 0 { return 0 }
        // Safe: the buffers live for the call; `count` offsets and one follow `token`, as `TokenSlice` has checked; the
        // kernel checks that words lie in the text, and slots lead to entries of the arena.
        let found = unsafe numbers.withUnsafeMutableBufferPointer { numbers in
            // Safe: neither the slots nor the offsets are empty, so they have addresses, and so have the numbers.
            unsafe slots.withUnsafeBufferPointer { slots in
                unsafe slice.offsets.withUnsafeBufferPointer { offsets in
                    unsafe slice.folded.withUnsafeBufferPointer { folded in
                        unsafe arena.withUnsafeBufferPointer { arena in
                            unsafe dossier_find_terms(
                                slots.baseAddress!, slots.count, arena.baseAddress, folded.baseAddress,
                                folded.count, offsets.baseAddress! + token, count,
                                numbers.baseAddress! + place,
                                &tag)
                        }
                    }
                }
            }
        }
        precondition(found <= count, "words outside their text")
        return found
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

    /// Puts the tokens of each list side by side, as `document << 32 | position`.
    ///
    /// - Parameters:
    ///   - stretches: of all tokens, by document.
    ///   - next: where the first token of each list goes; `count` has made room for the rest.
    ///   - termOfOccurrence: receives the term of each; as long as the occurrences, or empty where it is not wanted.
    static func place(
        _ terms: [UInt32], _ stretches: [TokenStretch], listOfTerm: [UInt32]?, next: inout [UInt32],
        into occurrences: inout [UInt64], termOfOccurrence: inout [UInt32]
    ) {
        precondition(
            stretches.reduce(0) { $0 + Int($1.tokenCount) } == terms.count, "tokens outside a stretch")
        precondition(
            termOfOccurrence.isEmpty || termOfOccurrence.count == occurrences.count,
            "\(termOfOccurrence.count) terms of \(occurrences.count) occurrences")
        // Safe: as in `count`; stretches divide the tokens, and each list has room for the tokens that were counted.
        unsafe withAddresses(of: terms, listOfTerm) { terms, _, lists in
            unsafe next.withUnsafeMutableBufferPointer { next in
                unsafe occurrences.withUnsafeMutableBufferPointer { occurrences in
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
