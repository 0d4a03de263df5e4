/// Names of languages as documents state them.
public enum LanguageTag {
    /// The language of a tag in ISO 639-1 where that names it: `de` for `de-AT`, `de_AT` and `ger`; nil for what is no tag.
    ///
    /// Source: ISO 639-2 for the codes of three letters; the two kinds of Norwegian have the stems of one.
    public static func language(of tag: String) -> String? {
        var bytes: [UInt8] = []
        for byte in tag.utf8 {
            if byte == 0x2D || byte == 0x5F { break }
            guard (0x61...0x7A).contains(byte | 0x20), bytes.count < 8 else { return nil }
            bytes.append(byte | 0x20)
        }
        guard bytes.count >= 2 else { return nil }
        let code = String(decoding: bytes, as: UTF8.self)
        return others[code] ?? code
    }

    /// Other codes of a language.
    private static let others: [String: String] = [
        "ara": "ar", "chi": "zh", "dan": "da", "deu": "de", "dut": "nl", "ell": "el", "eng": "en",
        "esl": "es",
        "fin": "fi", "fra": "fr", "fre": "fr", "ger": "de", "gre": "el", "heb": "he", "hun": "hu",
        "ind": "id",
        "in": "id", "ita": "it", "iw": "he", "jpn": "ja", "kor": "ko", "nb": "no", "nld": "nl", "nn": "no",
        "nob": "no", "nor": "no", "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru", "spa": "es",
        "swe": "sv",
        "tha": "th", "tur": "tr", "zho": "zh",
    ]
}
