import CUTF8Proc

/// The Unicode tables of utf8proc, behind safe calls.
enum UnicodeTables {
    /// The general categories a tokenizer tells apart.
    enum Category { case letter, mark, number, other }

    /// Version of utf8proc and of Unicode, as in `2.8.0/14.0.0`.
    static var version: String {
        // Safe: both return constant C strings that live as long as the process.
        unsafe String(cString: utf8proc_version()) + "/" + String(cString: utf8proc_unicode_version())
    }

    /// The category of a scalar value.
    static func category(of value: UInt32) -> Category {
        let category = utf8proc_category(Int32(bitPattern: value)).rawValue
        switch category {
        case 1...5: return .letter
        case 6...8: return .mark
        case 9...11: return .number
        default: return .other
        }
    }

    /// Appends the folded form of a scalar value: compatibility decomposition, case folding, without
    /// diacritics, spaces and controls.
    ///
    /// Hangul syllables stay whole. Marks that are letters to the reader (Indic and Thai vowels) stay, and so do Cyrillic
    /// letters that only look like another with a mark, as й.
    ///
    /// - Parameter output: ends in what the value follows, if that is a mark.
    static func appendFolded(_ value: UInt32, to output: inout [UInt8]) {
        if (0xAC00...0xD7A3).contains(value) { return appendUTF8(value, to: &output) }
        let options =
            UTF8PROC_DECOMPOSE.rawValue | UTF8PROC_COMPAT.rawValue | UTF8PROC_CASEFOLD.rawValue
            | UTF8PROC_IGNORE.rawValue
        // The longest decomposition, U+FDFA, has 18 code points.
        // Safe: the buffer does not leave the closure.
        unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: 32) { points in
            var boundary: Int32 = 0
            // Safe: the capacity passed is that of the allocation; values are valid scalars.
            let written = unsafe utf8proc_decompose_char(
                Int32(bitPattern: value), points.baseAddress, 32, utf8proc_option_t(options), &boundary)
            guard written > 0 else { return }
            for index in 0..<min(written, 32) {
                // Safe: utf8proc filled the first `written` of 32 elements.
                let point = unsafe UInt32(bitPattern: points[index])
                if isDropped(point) {
                    compose(point, in: &output)
                } else if let letters = letters(for: point) {
                    output += letters.utf8
                } else {
                    appendUTF8(point, to: &output)
                }
            }
        }
    }

    /// Plain letters for one that has no decomposition, as they are written where a keyboard lacks it.
    private static func letters(for value: UInt32) -> String? {
        guard (0xE6...0x167).contains(value) else { return nil }
        switch value {
        case 0xE6: return "ae"
        case 0xF0, 0x111: return "d"
        case 0xF8: return "o"
        case 0xFE: return "th"
        case 0x127: return "h"
        case 0x131: return "i"
        case 0x142: return "l"
        case 0x153: return "oe"
        case 0x167: return "t"
        default: return nil
        }
    }

    /// Puts a mark back that makes the letter before it another one: и й, у ў, і ї.
    private static func compose(_ mark: UInt32, in output: inout [UInt8]) {
        guard mark == 0x306 || mark == 0x308, output.count >= 2 else { return }
        let last = output.count - 1
        switch (mark, output[last - 1], output[last]) {
        case (0x306, 0xD0, 0xB8): output[last] = 0xB9
        case (0x306, 0xD1, 0x83): output[last] = 0x9E
        case (0x308, 0xD1, 0x96): output[last] = 0x97
        default: break
        }
    }

    /// Appends a scalar value as UTF-8.
    static func appendUTF8(_ value: UInt32, to output: inout [UInt8]) {
        if value < 0x80 { return output.append(UInt8(value)) }
        if value < 0x800 {
            output.append(UInt8(0xC0 | value >> 6))
        } else {
            if value < 0x10000 {
                output.append(UInt8(0xE0 | value >> 12))
            } else {
                output.append(UInt8(0xF0 | value >> 18))
                output.append(UInt8(0x80 | value >> 12 & 0x3F))
            }
            output.append(UInt8(0x80 | value >> 6 & 0x3F))
        }
        output.append(UInt8(0x80 | value & 0x3F))
    }

    /// Whether folding drops a decomposed code point: diacritics and what is not text.
    private static func isDropped(_ value: UInt32) -> Bool {
        switch value {
        case 0...0x20, 0x7F: return true
        case 0..<0x300: return false
        case 0x300...0x36F, 0x483...0x489, 0x591...0x5C7, 0x610...0x61A, 0x640, 0x64B...0x65F, 0x670,
            0x6D6...0x6ED, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE00...0xFE0F,
            0xFE20...0xFE2F, 0xE0100...0xE01EF:
            return category(of: value) == .mark || value == 0x640
        default: return false
        }
    }
}
