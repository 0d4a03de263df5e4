/// Reads single words of a text; the rules of ``Tokenizer`` at work.
struct WordScanner {
    let text: [UInt8]
    /// Offset after the last byte that may be read.
    let end: Int
    /// See ``Tokenizer/foldedByte``.
    let foldedByte: [UInt8]

    /// Reads a run of ASCII word bytes and returns the offset after it.
    func scanSimpleWord(at start: Int, into buffer: inout TokenBuffer) -> Int {
        let offset = appendASCII(from: start, to: &buffer.folded)
        buffer.closeToken(start: start, end: offset)
        return offset
    }

    /// Reads the token or separator that begins with a byte ≥ 0x80 and returns the offset after it.
    func scanBeyondASCII(at start: Int, into buffer: inout TokenBuffer) -> Int {
        guard let point = CodePoint.decode(text, at: start, before: end) else { return start + 1 }
        switch point.role {
        case .separator, .mark, .ignorable: return start + point.size
        case .letter, .number: return scanWord(at: start, into: &buffer)
        case .lone: return scanLone(point, at: start, into: &buffer)
        }
    }

    /// Reads the word at `start`, which is a word character, and returns the offset after it.
    func scanWord(at start: Int, into buffer: inout TokenBuffer) -> Int {
        if let after = scanAbbreviation(at: start, into: &buffer) { return after }
        var offset = start
        while true {
            offset = appendASCII(from: offset, to: &buffer.folded)
            if offset == end { break }
            let byte = text[offset]
            if byte >= 0x80, let next = appendBeyondASCII(at: offset, to: &buffer.folded) {
                offset = next
            } else if byte == 0x2E || byte == 0x2C, isDigit(offset - 1), isDigit(offset + 1) {
                buffer.folded.append(byte)
                offset += 1
            } else if let size = apostropheSize(at: offset), isLetterBefore(offset, from: start),
                isLetter(at: offset + size)
            {
                if let after = possessiveEnd(at: offset) {
                    buffer.closeToken(start: start, end: offset)
                    return after
                }
                buffer.folded.append(0x27)
                offset += size
            } else {
                break
            }
        }
        buffer.closeToken(start: start, end: offset)
        return offset
    }

    /// Appends the lower-case form of ASCII word bytes and returns the offset after them.
    @inline(__always)
    private func appendASCII(from start: Int, to folded: inout [UInt8]) -> Int {
        var offset = start
        while offset < end {
            let byte = foldedByte[Int(text[offset])]
            if byte == 0 || byte == Tokenizer.beyondASCII { break }
            folded.append(byte)
            offset += 1
        }
        return offset
    }

    /// Appends one word character beyond ASCII; nil where the code point ends the word.
    private func appendBeyondASCII(at offset: Int, to folded: inout [UInt8]) -> Int? {
        guard let point = CodePoint.decode(text, at: offset, before: end) else { return nil }
        switch point.role {
        case .separator, .lone: return nil
        case .ignorable: break
        case .letter, .number, .mark: UnicodeTables.appendFolded(point.value, to: &folded)
        }
        return offset + point.size
    }

    /// Reads a code point that is a token of its own, with what belongs to it: marks, Thai and Lao vowels on both sides,
    /// and consonants written below. It ends alike wherever it stands.
    private func scanLone(_ point: CodePoint, at start: Int, into buffer: inout TokenBuffer) -> Int {
        UnicodeTables.appendFolded(point.value, to: &buffer.folded)
        var (offset, last) = (start + point.size, point)
        while offset < end, text[offset] >= 0x80,
            let next = CodePoint.decode(text, at: offset, before: end), continues(last, next)
        {
            UnicodeTables.appendFolded(next.value, to: &buffer.folded)
            offset += next.size
            last = next
        }
        buffer.closeToken(start: start, end: offset)
        return offset
    }

    /// Whether a code point belongs to the token of the one before it.
    private func continues(_ last: CodePoint, _ next: CodePoint) -> Bool {
        switch next.role {
        case .mark: true
        case .lone:
            next.isTrailingVowel || (last.isLeadingVowel && next.isThaiOrLao && !next.isLeadingVowel)
                || last.isStacker
        default: false
        }
    }

    /// Reads `U.S.` or `U.S.A`: single ASCII letters with dots, two dots at least; nil for another word.
    private func scanAbbreviation(at start: Int, into buffer: inout TokenBuffer) -> Int? {
        var offset = start
        var dotCount = 0
        while offset + 1 < end, isASCIILetter(offset), text[offset + 1] == 0x2E {
            offset += 2
            dotCount += 1
        }
        guard dotCount >= 2 else { return nil }
        for position in stride(from: start, to: offset, by: 2) {
            buffer.folded.append(text[position] | 0x20)
        }
        if offset < end, isASCIILetter(offset), !isWordCharacter(at: offset + 1) {
            buffer.folded.append(text[offset] | 0x20)
            offset += 1
        }
        buffer.closeToken(start: start, end: offset)
        return possessiveEnd(at: offset) ?? offset
    }

    /// The offset after `'s` or `’s` at `offset` where a word ends there, else nil.
    private func possessiveEnd(at offset: Int) -> Int? {
        guard let size = apostropheSize(at: offset), offset + size < end, text[offset + size] | 0x20 == 0x73
        else { return nil }
        let after = offset + size + 1
        if isWordCharacter(at: after) { return nil }
        if let next = apostropheSize(at: after), isLetter(at: after + next) { return nil }
        return after
    }

    /// The size in bytes of the apostrophe at `offset`, or nil.
    private func apostropheSize(at offset: Int) -> Int? {
        guard offset < end else { return nil }
        if text[offset] == 0x27 { return 1 }
        guard offset + 2 < end, text[offset] == 0xE2, text[offset + 1] == 0x80, text[offset + 2] == 0x99
        else { return nil }
        return 3
    }

    private func isASCIILetter(_ offset: Int) -> Bool { (0x61...0x7A).contains(text[offset] | 0x20) }

    /// Whether the byte at `offset`, if there is one, is an ASCII digit.
    private func isDigit(_ offset: Int) -> Bool {
        offset >= 0 && offset < end && (0x30...0x39).contains(text[offset])
    }

    /// Whether a letter of a spaced script stands at `offset`.
    private func isLetter(at offset: Int) -> Bool {
        guard offset < end else { return false }
        if text[offset] < 0x80 { return isASCIILetter(offset) }
        return CodePoint.decode(text, at: offset, before: end)?.role == .letter
    }

    /// Whether a letter or mark ends before `offset`, in the word that began at `start`.
    private func isLetterBefore(_ offset: Int, from start: Int) -> Bool {
        guard offset > start else { return false }
        var first = offset - 1
        while first > start, text[first] & 0xC0 == 0x80 { first -= 1 }
        if text[first] < 0x80 { return isASCIILetter(first) }
        let role = CodePoint.decode(text, at: first, before: end)?.role
        return role == .letter || role == .mark || role == .ignorable
    }

    /// Whether a character that continues a word stands at `offset`.
    private func isWordCharacter(at offset: Int) -> Bool {
        guard offset < end else { return false }
        let folded = foldedByte[Int(text[offset])]
        if folded != Tokenizer.beyondASCII { return folded != 0 }
        switch CodePoint.decode(text, at: offset, before: end)?.role {
        case .letter, .number, .mark, .ignorable: return true
        case .separator, .lone, nil: return false
        }
    }
}
