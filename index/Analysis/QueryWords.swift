/// The words of a query that are written without spaces.
///
/// The index holds them letter by letter, so how a query is divided decides what is looked for, never what can be found.
public enum QueryWords {
    /// The words of a text without white space: itself where it is one.
    ///
    /// Chinese, Japanese, Thai, Lao, Khmer and Burmese are divided by the dictionaries of ICU; Korean words lose the
    /// particle or the verb's ending that is written with them.
    public static func words(of text: String) -> [String] {
        // All scripts in question lie from U+0E00 on.
        guard text.utf8.contains(where: { $0 >= 0xE0 }) else { return [text] }
        let bytes = Array(text.utf8)
        var (hasLone, hasHangul, offset) = (false, false, 0)
        while offset < bytes.count, let point = CodePoint.decode(bytes, at: offset, before: bytes.count) {
            if isHangul(point.value) { hasHangul = true } else if point.role == .lone { hasLone = true }
            offset += point.size
        }
        guard hasLone || hasHangul else { return [text] }
        var words: [String] = []
        var start = 0
        for end in hasLone ? DictionaryWords.ends(in: bytes) + [bytes.count] : [bytes.count] where end > start
        {
            let word = String(decoding: bytes[start..<end], as: UTF8.self)
            start = end
            guard word.unicodeScalars.contains(where: { isWord($0.value) }) else { continue }
            words.append(hasHangul ? withoutEnding(word) : word)
        }
        return words.isEmpty ? [text] : words
    }

    /// Whether every letter of a text is a word of the index by itself, so that no pattern holds two of them.
    public static func standsByLetters(_ text: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                isHangul($0.value) || CodePoint(value: $0.value, size: 1).role == .lone
            }
    }

    private static func isHangul(_ value: UInt32) -> Bool { (0xAC00...0xD7A3).contains(value) }

    private static func isWord(_ value: UInt32) -> Bool {
        switch CodePoint(value: value, size: 1).role {
        case .letter, .number, .lone: true
        case .separator, .mark, .ignorable: false
        }
    }

    /// Particles, and forms of 하다 and 되다, which make verbs of nouns; the longest first.
    private static let endings: [[Unicode.Scalar]] = """
        에서는 에게서 으로는 으로서 으로써 이라고 이라는 했으며 했지만 하면서 에서 에게 에는 에도 께서 으로 로서 로써 까지 부터 \
        보다 처럼 마다 조차 이나 라고 라는 이란 했다 한다 하다 하는 하고 하여 해서 했던 됐다 된다 되다 되는 됐던 은 는 이 가 을 를 \
        의 에 께 로 와 과 도 만 나
        """.split(separator: " ").map { Array($0.unicodeScalars) }

    /// A word without its ending, where two syllables or a word of another script remain.
    private static func withoutEnding(_ word: String) -> String {
        let scalars = Array(word.unicodeScalars)
        guard
            let ending = endings.first(where: {
                scalars.count > $0.count && scalars.suffix($0.count) == $0[...]
            })
        else { return word }
        let rest = scalars.dropLast(ending.count)
        let syllables = rest.reversed().prefix { isHangul($0.value) }.count
        guard syllables >= 2 || (syllables == 0 && rest.last.map { isWord($0.value) } == true) else {
            return word
        }
        return String(String.UnicodeScalarView(rest))
    }
}
