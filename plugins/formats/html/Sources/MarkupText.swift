import TextFormat

/// Text as pages put it into attributes and JSON: with references and tags once more than needed.
enum MarkupText {
    /// Without tags and references, white space collapsed.
    static func plain(_ text: some Collection<UInt8>) -> [UInt8] {
        let needsCare = text.contains { $0 == 0x26 || $0 == 0x3C || $0 == 0xC2 || $0 == 0xE2 || $0 <= 0x20 }
        guard needsCare else { return Array(text) }
        var bytes = withoutTags(Array(text))
        // Twice, as `&amp;quot;` is common.
        for _ in 0..<2 where bytes.contains(0x26) { bytes = decoded(bytes) }
        return collapsed(bytes)
    }

    /// With the characters that references stand for.
    static func withoutReferences(_ bytes: [UInt8]) -> [UInt8] {
        bytes.contains(0x26) ? decoded(bytes) : bytes
    }

    /// One space for every run of white space, none at the ends; invisible marks gone.
    static func collapsed(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let size = spaceSize(bytes, index)
            if size > 0 {
                if let last = result.last, last != 0x20 { result.append(0x20) }
                index += size
            } else if bytes[index] == 0xE2, index + 2 < bytes.count, bytes[index + 1] == 0x80,
                bytes[index + 2] == 0x8B
            {
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        if result.last == 0x20 { result.removeLast() }
        return result
    }

    private static func spaceSize(_ bytes: [UInt8], _ index: Int) -> Int {
        if bytes[index] <= 0x20 { return 1 }
        if bytes[index] == 0xC2, index + 1 < bytes.count, bytes[index + 1] == 0xA0 { return 2 }
        guard bytes[index] == 0xE2, index + 2 < bytes.count, bytes[index + 1] == 0x80 else { return 0 }
        return (0x80...0x8A).contains(bytes[index + 2]) || bytes[index + 2] == 0xAF ? 3 : 0
    }

    /// `a <b>c</b>` as `a c`; a `<` that begins no tag stays.
    private static func withoutTags(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(0x3C) else { return bytes }
        var result: [UInt8] = []
        var index = 0
        var lastClose = bytes.lastIndex(of: 0x3E) ?? -1
        while index < bytes.count {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0x20
            let isTag =
                bytes[index] == 0x3C && index < lastClose
                && (next == 0x2F || (0x61...0x7A).contains(next | 0x20))
            guard isTag, let close = bytes[index...].firstIndex(of: 0x3E) else {
                if bytes[index] == 0x3C, isTag { lastClose = -1 }
                result.append(bytes[index])
                index += 1
                continue
            }
            index = close + 1
        }
        return result
    }

    /// Source: the HTML standard's named character references; those that titles and names hold.
    private static let named: [String: UInt32] = [
        "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "nbsp": 0x20, "lsquo": 0x2018,
        "rsquo": 0x2019,
        "ldquo": 0x201C, "rdquo": 0x201D, "sbquo": 0x201A, "bdquo": 0x201E, "laquo": 0xAB, "raquo": 0xBB,
        "ndash": 0x2013,
        "mdash": 0x2014, "hellip": 0x2026, "middot": 0xB7, "bull": 0x2022, "copy": 0xA9, "reg": 0xAE,
        "trade": 0x2122,
        "eacute": 0xE9, "egrave": 0xE8, "ecirc": 0xEA, "euml": 0xEB, "aacute": 0xE1, "agrave": 0xE0,
        "acirc": 0xE2,
        "auml": 0xE4, "aring": 0xE5, "atilde": 0xE3, "oacute": 0xF3, "ograve": 0xF2, "ocirc": 0xF4,
        "ouml": 0xF6,
        "otilde": 0xF5, "oslash": 0xF8, "uacute": 0xFA, "ugrave": 0xF9, "ucirc": 0xFB, "uuml": 0xFC,
        "iacute": 0xED,
        "icirc": 0xEE, "iuml": 0xEF, "ntilde": 0xF1, "ccedil": 0xE7, "szlig": 0xDF, "Eacute": 0xC9,
        "Auml": 0xC4,
        "Ouml": 0xD6, "Uuml": 0xDC, "Aring": 0xC5, "Oslash": 0xD8, "Ccedil": 0xC7, "Ntilde": 0xD1,
        "aelig": 0xE6,
        "iquest": 0xBF, "iexcl": 0xA1, "euro": 0x20AC, "pound": 0xA3, "deg": 0xB0, "prime": 0x2032,
        "shy": 0x200B,
        "zwj": 0x200B, "zwnj": 0x200B, "ensp": 0x20, "emsp": 0x20, "thinsp": 0x20, "minus": 0x2212,
        "times": 0xD7,
    ]

    private static func decoded(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x26, let (scalar, end) = reference(bytes, index) {
                result.append(contentsOf: Character(scalar).utf8)
                index = end
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    /// The character of `&#8217;`, `&#x2019;` or `&rsquo;` at an ampersand, and the index after it.
    private static func reference(_ bytes: [UInt8], _ start: Int) -> (Unicode.Scalar, Int)? {
        guard let end = bytes[start...].prefix(10).firstIndex(of: 0x3B), end > start + 1 else { return nil }
        let name = String(decoding: bytes[start + 1..<end], as: UTF8.self)
        var value = named[name]
        if name.hasPrefix("#x") || name.hasPrefix("#X") {
            value = UInt32(name.dropFirst(2), radix: 16)
        } else if name.hasPrefix("#") {
            value = UInt32(name.dropFirst())
        }
        guard let value, value >= 0x20, let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, end + 1)
    }
}
