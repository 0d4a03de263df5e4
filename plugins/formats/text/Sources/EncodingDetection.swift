/// Guesses the encoding of bytes that are not UTF-8.
struct EncodingDetection {
    private static let sampleSizeBytes = 1 << 16
    /// Other alphabets than Latin with one byte a character, by ICU's names.
    private static let otherAlphabets: Set<String> = [
        "ibm866", "windows-1251", "windows-1253", "windows-1255", "windows-1256", "windows-874", "KOI8-U",
        "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "x-mac-cyrillic",
    ]
    /// Latin alphabets with one byte a character.
    private static let latinAlphabets: Set<String> = [
        "windows-1250", "windows-1252", "windows-1254", "windows-1257", "windows-1258", "iso-8859-2",
        "iso-8859-3", "iso-8859-4", "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15", "macintosh",
        "MAC-CENTRALEUROPE", "IBM852", "IBM865",
    ]

    private let sample: ArraySlice<UInt8>
    /// Bytes beyond ASCII in all.
    let highCount: Int
    /// Whether those are few and stand singly or in twos between ASCII, as accents of Western languages do.
    let isWestern: Bool

    init(_ bytes: ArraySlice<UInt8>) {
        var (highCount, shortCount, runLength) = (0, 0, 0)
        for byte in bytes {
            if byte >= 0x80 {
                runLength += 1
                continue
            }
            highCount += runLength
            if runLength <= 2 { shortCount += runLength }
            runLength = 0
        }
        highCount += runLength
        if runLength <= 2 { shortCount += runLength }
        self.highCount = highCount
        self.isWestern = shortCount * 2 > highCount && highCount * 4 <= bytes.count
        let first = bytes.firstIndex(where: { $0 >= 0x80 }) ?? bytes.startIndex
        let start = max(bytes.startIndex, first - 256)
        self.sample = bytes[start...].prefix(Self.sampleSizeBytes)
    }

    /// Whether a declared encoding can be true: other alphabets come in words, Western accents alone.
    func fits(_ encoding: String) -> Bool {
        if Self.otherAlphabets.contains(encoding) { return !isWestern }
        return isWestern || encoding != "windows-1252" || highCount < 4
    }

    /// ICU's name of the likeliest encoding.
    ///
    /// uchardet rather than ICU's own detector: of 48 paragraphs in 24 languages ICU missed 12, among them Thai,
    /// Lithuanian and DOS Cyrillic, uchardet only what Mac Roman and Ukrainian KOI8 have of their own.
    var encoding: String {
        let name = LegacyText.detect(sample)
        let encoding = Self.icuName(name, hasWindowsBytes: sample.contains { (0x80...0x9F).contains($0) })
        guard isWestern else { return encoding }
        if isMacRoman { return "macintosh" }
        guard Self.latinAlphabets.contains(encoding) else { return "windows-1252" }
        // Few different accents tell no language: French and Italian are likelier than Latvian.
        return Set(sample.lazy.filter { $0 >= 0xA0 }).count < 4 ? "windows-1252" : encoding
    }

    /// Windows' variants for their ISO siblings, whose bytes 0x80...0x9F are controls.
    private static func icuName(_ name: String, hasWindowsBytes: Bool) -> String {
        switch name {
        case "": "windows-1252"
        case "ISO-8859-13": "windows-1257"
        case "ISO-8859-2", "ISO-8859-16": hasWindowsBytes ? "windows-1250" : "iso-8859-2"
        case "ISO-8859-7": hasWindowsBytes ? "windows-1253" : "iso-8859-7"
        case "ISO-8859-8": "windows-1255"
        default: EncodingLabels.encoding(name.utf8) ?? name
        }
    }

    /// Lower-case letters of Mac Roman lie where Windows has marks and capitals, and none where Windows has them.
    private var isMacRoman: Bool {
        func isLetter(_ index: Int) -> Bool {
            sample.indices.contains(index) && (0x61...0x7A).contains(sample[index] | 0x20)
        }
        var (letterCount, strangeCount) = (0, 0)
        for index in sample.indices where sample[index] >= 0x87 && isLetter(index - 1) {
            let isInside = isLetter(index + 1)
            switch sample[index] {
            case 0xDF...: return false
            case 0x92, 0x96, 0x97, 0xA0...: continue
            // Windows: double dagger, quotation marks, bullet, trade mark: they end words.
            case 0x87, 0x8B, 0x91, 0x93...0x95, 0x99, 0x9B: strangeCount += isInside ? 1 : 0
            // Windows: nothing, signs, or capitals after a letter.
            case 0x88...0x90, 0x98, 0x9D, 0x9F: strangeCount += 1
            default: break
            }
            letterCount += 1
        }
        return strangeCount >= 1 && letterCount >= 2
    }
}
