public import PluginAPI

/// Finds the encoding of text and converts it to UTF-8.
///
/// Order: byte order mark; UTF-32 and UTF-16 by their pattern; ISO-2022-JP by its escapes; valid UTF-8; nearly valid
/// UTF-8, repaired; the declared encoding where it fits the bytes; the encoding uchardet finds; Windows-1252.
public enum TextDecoding {
    /// The text as UTF-8, whatever its encoding.
    ///
    /// - Parameter declared: a label such as `iso-8859-1`, from a page or a header; it may be wrong, and is asked for only where
    ///   the bytes are not UTF-8.
    /// - Returns: valid UTF-8 without byte order mark and without control characters but tab and line ends.
    /// - Throws: `.empty`, `.binary` for NUL or control bytes, `.encoding` when nothing explains the bytes.
    /// - Complexity: O(*n*).
    public static func utf8(
        _ bytes: [UInt8], declared: @autoclosure () -> String? = nil
    ) throws(FormatError) -> [UInt8] {
        let looks = Looks(bytes)
        if looks.isASCII, !looks.hasControl {
            guard bytes.contains(where: { $0 > 0x20 }) else { throw .empty }
            return bytes
        }
        var text = isPlain(bytes, looks) ? bytes : clean(try decoded(bytes, declared()))
        if Mojibake.isSuspected(in: text) { text = Mojibake.repaired(text) }
        guard text.contains(where: { $0 > 0x20 }) else { throw .empty }
        return text
    }

    /// Whether the bytes are UTF-8 as it is wanted, as nearly all are.
    private static func isPlain(_ bytes: [UInt8], _ looks: Looks) -> Bool {
        !looks.hasControl && !bytes.starts(with: [0xEF, 0xBB, 0xBF])
            && String(validating: bytes, as: UTF8.self) != nil
    }

    /// What one pass over the bytes tells of them.
    private struct Looks {
        let hasControl: Bool
        let isASCII: Bool

        init(_ bytes: [UInt8]) {
            var (all, controls): (UInt8, UInt8) = (0, 0)
            // No branches, so that many bytes are looked at together.
            for byte in bytes {
                all |= byte
                let isLow: UInt8 = byte < 0x20 ? 1 : 0
                let isSpace: UInt8 = byte &- 0x09 < 5 && byte != 0x0B ? 1 : 0
                controls |= (isLow & ~isSpace) | (byte == 0x7F ? 1 : 0)
            }
            hasControl = controls != 0
            isASCII = all < 0x80
        }
    }

    private static func decoded(_ bytes: [UInt8], _ declared: String?) throws(FormatError) -> [UInt8] {
        if bytes.isEmpty { throw .empty }
        let marks: [(mark: [UInt8], encoding: String)] = [
            ([0xFF, 0xFE, 0, 0], "UTF-32LE"), ([0, 0, 0xFE, 0xFF], "UTF-32BE"), ([0xFF, 0xFE], "UTF-16LE"),
            ([0xFE, 0xFF], "UTF-16BE"),
        ]
        if let (mark, encoding) = marks.first(where: { bytes.starts(with: $0.mark) }) {
            return try converted(bytes.dropFirst(mark.count), encoding)
        }
        if isEscapedJapanese(bytes) { return try converted(bytes[...], "ISO-2022-JP") }
        let controlCount = bytes.count(where: isControl)
        if controlCount > 0, let encoding = WideText.encoding(of: bytes) {
            return try converted(bytes[...], encoding)
        }
        if controlCount * 100 > bytes.count {
            throw .binary(reason: bytes.contains(0) ? "NUL bytes" : "\(controlCount) control characters")
        }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        if String(validating: body, as: UTF8.self) != nil { return Array(body) }
        if let text = RepairedUTF8.text(body) { return text }
        return try legacy(body, declared)
    }

    /// ASCII with the escapes that switch to JIS X 0208.
    private static func isEscapedJapanese(_ bytes: [UInt8]) -> Bool {
        guard let escape = bytes.firstIndex(of: 0x1B), bytes.count > escape + 2, bytes[escape + 1] == 0x24
        else { return false }
        return (bytes[escape + 2] == 0x42 || bytes[escape + 2] == 0x40) && !bytes.contains { $0 >= 0x80 }
    }

    private static func converted(_ bytes: ArraySlice<UInt8>, _ encoding: String) throws(FormatError)
        -> [UInt8]
    {
        guard let text = LegacyText.utf8(bytes, encoding: encoding) else {
            throw .encoding(reason: "\(encoding) could not be read")
        }
        return text
    }

    private static func legacy(_ bytes: ArraySlice<UInt8>, _ declared: String?) throws(FormatError) -> [UInt8]
    {
        let detection = EncodingDetection(bytes)
        if let declared, let encoding = EncodingLabels.encoding(declared.utf8), encoding != "UTF-8",
            detection.fits(encoding), let text = LegacyText.utf8(bytes, encoding: encoding), isSound(text)
        {
            return text
        }
        let guess = detection.encoding
        if let text = LegacyText.utf8(bytes, encoding: guess), isSound(text) { return text }
        // Western languages have accents on a few letters; a third says another alphabet.
        if detection.isWestern || detection.highCount * 3 <= bytes.count {
            let text = try converted(bytes, "windows-1252")
            if isSound(text) { return text }
        }
        throw .encoding(reason: "neither UTF-8 nor \(guess)")
    }

    /// Whether few characters beyond ASCII are without meaning; one cut off at the end does not count.
    private static func isSound(_ text: [UInt8]) -> Bool {
        var (goodCount, badCount, index) = (0, 0, 0)
        while index < text.count {
            let byte = text[index]
            if byte >= 0xC2 {
                let isReplacement =
                    byte == 0xEF && index + 2 < text.count && text[index + 1] == 0xBF
                    && text[index + 2] == 0xBD
                let isControl = byte == 0xC2 && index + 1 < text.count && text[index + 1] < 0xA0
                if isReplacement || isControl, index + 3 < text.count {
                    badCount += 1
                } else {
                    goodCount += 1
                }
            }
            index += 1
        }
        return badCount * 20 <= goodCount
    }

    static func isControl(_ byte: UInt8) -> Bool {
        byte == 0x7F || (byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D && byte != 0x0C)
    }

    /// Without NUL, and with spaces for other control characters.
    private static func clean(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(where: isControl) else { return bytes }
        return bytes.compactMap { $0 == 0 ? nil : isControl($0) ? 0x20 : $0 }
    }
}
