/// One code point read from UTF-8 bytes.
struct CodePoint {
    /// What a code point does to a word.
    enum Role {
        /// Ends a word.
        case separator
        /// Letters, numbers and `_`: part of a word.
        case letter
        case number
        /// Continues a word, never begins one.
        case mark
        /// Invisible inside a word: the soft hyphen and joiners.
        case ignorable
        /// A token of its own with the marks that follow: scripts written without spaces, and Hangul.
        case lone
    }

    /// The scalar value.
    let value: UInt32
    /// Its length in bytes, 1...4.
    let size: Int

    /// Decodes the code point at `offset`, or nil where the bytes before `end` are not valid UTF-8.
    static func decode(_ text: [UInt8], at offset: Int, before end: Int) -> CodePoint? {
        let first = UInt32(text[offset])
        if first < 0x80 { return CodePoint(value: first, size: 1) }
        let size: Int
        var value: UInt32
        switch first {
        case 0xC2...0xDF: (size, value) = (2, first & 0x1F)
        case 0xE0...0xEF: (size, value) = (3, first & 0x0F)
        case 0xF0...0xF4: (size, value) = (4, first & 0x07)
        default: return nil
        }
        guard end - offset >= size else { return nil }
        for position in offset + 1..<offset + size {
            let next = UInt32(text[position])
            guard next & 0xC0 == 0x80 else { return nil }
            value = value << 6 | next & 0x3F
        }
        // Overlong forms, surrogates and values beyond Unicode are not UTF-8.
        if size == 3, value < 0x800 || (0xD800...0xDFFF).contains(value) { return nil }
        if size == 4, value < 0x10000 || value > 0x10FFFF { return nil }
        return CodePoint(value: value, size: size)
    }

    /// What this code point does to a word.
    var role: Role {
        switch value {
        case 0x5F: return .letter
        case 0xAD, 0x200C, 0x200D, 0x2060, 0xFEFF: return .ignorable
        // Sound marks of half-width kana, which are letters to Unicode.
        case 0xFF9E, 0xFF9F: return .mark
        default: break
        }
        switch UnicodeTables.category(of: value) {
        case .letter: return isUnspaced ? .lone : .letter
        case .number: return isUnspaced ? .lone : .number
        case .mark: return .mark
        case .other: return .separator
        }
    }

    /// Whether it is a Thai or Lao vowel written before the consonant it is spoken after.
    var isLeadingVowel: Bool { (0x0E40...0x0E44).contains(value) || (0x0EC0...0x0EC4).contains(value) }

    var isThaiOrLao: Bool { (0x0E00...0x0EFF).contains(value) }

    /// Whether it is a Thai or Lao vowel that ends the syllable it stands in.
    var isTrailingVowel: Bool {
        switch value {
        case 0x0E30, 0x0E32, 0x0E33, 0x0E45, 0x0EB0, 0x0EB2, 0x0EB3: true
        default: false
        }
    }

    /// Whether the next consonant is written below this mark: in Khmer and Myanmar.
    var isStacker: Bool { value == 0x17D2 || value == 0x1039 }

    /// Whether words are searched by their parts: the script does not put spaces between them, or, as Korean, writes
    /// particles and whole compounds as one.
    private var isUnspaced: Bool {
        if value < 0x0E00 { return false }
        switch value {
        case 0x0E00...0x0E4F, 0x0E80...0x0ECF, 0x0EDC...0x0EDF: return true  // Thai, Lao letters
        case 0x1000...0x103F, 0x1780...0x17D3: return true  // Myanmar, Khmer letters
        case 0x3005...0x3007, 0x3021...0x3029, 0x3038...0x303B: return true  // Han signs
        case 0x3041...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: return true  // Kana
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF: return true  // Han
        case 0xAC00...0xD7A3: return true  // Hangul
        case 0x1AFF0...0x1B16F, 0x20000...0x323AF: return true  // Kana and Han supplements
        default: return false
        }
    }
}
