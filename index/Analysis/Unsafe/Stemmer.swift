import CStemmer

/// A Snowball stemmer of one language.
///
/// Not Sendable: libstemmer keeps its working memory in the stemmer, so each worker makes its own.
@safe public final class Stemmer {
    /// ISO 639-1 codes and the algorithm of each.
    private static let algorithms: [String: String] = [
        "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
        "fi": "finnish", "fr": "french", "hu": "hungarian", "id": "indonesian", "it": "italian",
        "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
        "sv": "swedish", "tr": "turkish",
    ]

    /// Codes of the supported languages, ascending.
    public static var languages: [String] { algorithms.keys.sorted() }

    /// The ISO 639-1 code this stemmer was made for.
    public let language: String
    private let handle: OpaquePointer

    /// Makes a stemmer, or nil where `language` (ISO 639-1, lower case) has none.
    public init?(language: String) {
        // Safe: the name is a C string for the duration of the call; a nil encoding means UTF-8.
        guard let algorithm = Self.algorithms[language], let handle = unsafe sb_stemmer_new(algorithm, nil)
        else { return nil }
        self.language = language
        // Safe: this object owns the stemmer and deletes it once.
        unsafe self.handle = handle
    }

    deinit {
        // Safe: made in `init`, deleted nowhere else.
        unsafe sb_stemmer_delete(handle)
    }

    /// Replaces `stem` by the stem of a folded word; the word itself where the library fails.
    ///
    /// - Complexity: about 0.3 µs a word; stem once per distinct term.
    public func stem(_ folded: ArraySlice<UInt8>, into stem: inout [UInt8]) {
        stem.removeAll(keepingCapacity: true)
        let size = Int32(clamping: folded.count)
        // Safe: the library reads `size` bytes inside the closure; its result lives until the next call
        // and is copied here.
        unsafe folded.withUnsafeBufferPointer { word in
            guard let base = word.baseAddress, size > 0 else { return }
            guard let result = unsafe sb_stemmer_stem(handle, base, size) else {
                return unsafe stem.append(contentsOf: word)
            }
            let length = unsafe Int(sb_stemmer_length(handle))
            unsafe stem.append(contentsOf: UnsafeBufferPointer(start: result, count: length))
        }
    }

    /// The stem of a folded word, as a new array.
    public func stem(_ folded: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        stem(folded[...], into: &result)
        return result
    }
}
