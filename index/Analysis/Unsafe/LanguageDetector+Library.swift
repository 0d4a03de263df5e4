internal import LanguageDetection

extension LanguageDetector {
    /// What CLD2 says of a text.
    struct Finding {
        /// ISO 639-1 where it has the language, else a tag of BCP 47.
        var language: String
        /// How much of the text is in it.
        var percent: Int
        /// Bytes of letters looked at.
        var letterByteCount: Int
        var isReliable: Bool
    }

    /// The version of CLD2's tables.
    static var libraryVersion: String {
        // Safe: a constant C string.
        unsafe String(cString: dossier_language_detection_version())
    }

    /// Asks CLD2, which costs some 30 ns a byte.
    static func ask(_ text: [UInt8]) -> Finding? {
        // Safe: the bytes live for the call, and the answer points to a constant C string.
        unsafe text.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return nil }
            let found = unsafe dossier_detect_language(start, bytes.count)
            let code = unsafe String(cString: found.code)
            if code == "un" { return nil }
            return unsafe Finding(
                language: code == "iw" ? "he" : code, percent: Int(found.percent),
                letterByteCount: Int(found.letter_size), isReliable: found.is_reliable != 0)
        }
    }
}
