/// Recognises UTF-16 and UTF-32 without a byte order mark.
enum WideText {
    private static let sampleSizeBytes = 4096

    /// ICU's name of the encoding; nil when the bytes are neither.
    static func encoding(of bytes: [UInt8]) -> String? {
        let sample = bytes.prefix(sampleSizeBytes)
        let forms: [(name: String, size: Int, isBig: Bool)] = [
            ("UTF-32LE", 4, false), ("UTF-32BE", 4, true), ("UTF-16LE", 2, false), ("UTF-16BE", 2, true),
        ]
        var best: (name: String, score: Int)?
        for form in forms {
            let score = Self.score(sample, unitSize: form.size, isBig: form.isBig)
            if score >= 95, score > best?.score ?? 0 { best = (form.name, score) }
        }
        return best?.name
    }

    /// Percentage of the units that are characters of living alphabets; 0 when the bytes look like ASCII, which
    /// makes Chinese pairs.
    private static func score(_ bytes: ArraySlice<UInt8>, unitSize: Int, isBig: Bool) -> Int {
        let count = bytes.count / unitSize
        guard count >= 2 else { return 0 }
        var (livingCount, pairCount) = (0, 0)
        for unit in 0..<count {
            var value: UInt32 = 0
            for offset in 0..<unitSize {
                let shift = 8 * (isBig ? unitSize - 1 - offset : offset)
                value |= UInt32(bytes[bytes.startIndex + unit * unitSize + offset]) << UInt32(shift)
            }
            if isLiving(value, isPair: unitSize == 2) { livingCount += 1 }
            // Kana begin with 0x30, which is a digit in ASCII and hardly every second byte of a text.
            let isPrintable = (0x20...0x7E).contains(value & 0xFF) && (0x20...0x7E).contains(value >> 8)
            if isPrintable, value >> 8 != 0x30 { pairCount += 1 }
        }
        return pairCount * 2 > count ? 0 : livingCount * 100 / count
    }

    /// Ranges of Unicode with letters, marks and punctuation in daily use; surrogates where units are 16 bits.
    private static func isLiving(_ value: UInt32, isPair: Bool) -> Bool {
        switch value {
        case 0x09, 0x0A, 0x0C, 0x0D, 0x20...0x7E, 0xA0...0x24F, 0x300...0x6FF, 0x900...0x97F, 0xE00...0xE7F,
            0x10A0...0x10FF, 0x1E00...0x1FFF, 0x2010...0x2027, 0x2030...0x203A, 0x20AC, 0x2122,
            0x3000...0x30FF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xFF00...0xFFEF:
            true
        case 0xD800...0xDFFF: isPair
        case 0x1F300...0x1FAFF: !isPair
        default: false
        }
    }
}
