/// `text` on one line, without what would control a terminal.
package func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: controlsTerminal) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(controlsTerminal(scalar) ? " " : scalar) }
    return String(result)
}

/// Control characters, line and paragraph separators, and marks that turn the direction of writing.
private func controlsTerminal(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
}

/// Columns that `text` takes on a terminal.
package func columnCount(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columnCount($1) }
}

/// Source: Unicode 15.1 EastAsianWidth.txt, W and F, joined into ranges; combining marks by their category.
package func columnCount(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
        0x20000...0x3FFFD:
        return 2
    // Vowels and final consonants that join the Hangul letter before them.
    case 0x1160...0x11FF: return 0
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
}

/// Columns that one character takes, however many code points it is made of: 0, 1 or 2.
package func columnCount(_ character: Character) -> Int {
    if let ascii = character.asciiValue { return ascii < 0x20 || ascii == 0x7F ? 0 : 1 }
    return min(2, character.unicodeScalars.reduce(0) { $0 + columnCount($1) })
}
