/// The words of a text as Python's `\w+` finds them: runs of letters, numbers and `_`.
///
/// Source: `re` and `str.isalnum` of Python, whose tokens both benchmarks count; marks are no part of a word there.
func words(of text: String) -> [Substring.UnicodeScalarView] {
    text.unicodeScalars.split { !isWordScalar($0) }
}

private func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: return true
    case 0..<0x80: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
    default: return scalar.properties.numericType != nil
    }
}

/// Hashes of the shingles of a text, its runs of `length` words, as often as they occur, ascending.
///
/// A text with fewer words has one shingle of all of them, one without words none. Two shingles of a text with a
/// million words have one hash by chance once in 2²⁴ texts.
func shingles(of words: [Substring.UnicodeScalarView], length: Int) -> [UInt64] {
    guard !words.isEmpty else { return [] }
    let hashes = words.map { word in word.reduce(hashStart) { mixed($0, UInt64($1.value)) } }
    return (0...max(0, hashes.count - length)).map { start in
        hashes[start..<min(start + length, hashes.count)].reduce(hashStart, mixed)
    }.sorted()
}

// Source: the start of FNV-1a, and the finalizer of Steele, Lea and Flood's SplitMix64.
private let hashStart: UInt64 = 0xCBF2_9CE4_8422_2325

private func mixed(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    var bits = (hash ^ value) &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
}
