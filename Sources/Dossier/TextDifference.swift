internal import IndexCore
internal import PluginAPI

/// What one of two texts says and the other does not, word for word; how the words stand on lines, in which order the
/// paragraphs, in what case and with which accents, is no difference.
public struct TextDifference: Sendable, Equatable {
    /// Words that stand together in one text alone, with a few around them that both have.
    public struct Stretch: Sendable, Equatable {
        public let before: String
        public let words: String
        public let after: String
        /// How many words stand in the one text alone.
        public let wordCount: Int
    }

    /// In the order of the texts.
    public let onlyInFirst: [Stretch]
    public let onlyInSecond: [Stretch]

    /// So many words in a row that both texts have are the same passage.
    private static let length = 3
    /// Words shown around a stretch.
    private static let contextCount = 4

    init(_ first: ArticleWords, _ second: ArticleWords) {
        onlyInFirst = Self.stretches(of: first, notIn: second)
        onlyInSecond = Self.stretches(of: second, notIn: first)
    }

    private static func stretches(of text: ArticleWords, notIn other: ArticleWords) -> [Stretch] {
        // A text of fewer words is looked for whole.
        let length = max(1, min(length, text.count, other.count))
        let known = Set(other.runs(of: length))
        var isShared = [Bool](repeating: false, count: text.count)
        for (start, run) in text.runs(of: length).enumerated() where known.contains(run) {
            for word in start..<(start + length) { isShared[word] = true }
        }
        var stretches: [Stretch] = []
        var start = 0
        while let first = isShared[start...].firstIndex(of: false) {
            let end = isShared[first...].firstIndex(of: true) ?? text.count
            stretches.append(
                Stretch(
                    before: text.words(max(0, first - contextCount)..<first), words: text.words(first..<end),
                    after: text.words(end..<min(text.count, end + contextCount)), wordCount: end - first))
            start = end
        }
        return stretches
    }
}

/// The words of an article's text, as its signature takes them, and where they stand.
struct ArticleWords {
    private let text: [UInt8]
    private var ranges: [Range<Int>] = []
    /// Folded.
    private var folded: [ArraySlice<UInt8>] = []
    private let shingles: [UInt32]

    init(_ document: TokenizedDocument) {
        text = document.document.text
        for (index, zone) in document.document.zones.enumerated() where [.lead, .body].contains(zone.kind) {
            for token in Int(document.zoneTokens[index])..<Int(document.zoneTokens[index + 1]) {
                ranges.append(Int(document.starts[token])..<Int(document.ends[token]))
                folded.append(
                    document.folded[
                        Int(document.foldedOffsets[token])..<Int(document.foldedOffsets[token + 1])])
            }
        }
        var signer = TextSigner()
        signer.begin(document)
        shingles = signer.allShingles()
    }

    var count: Int { ranges.count }

    func hasSameWords(as other: ArticleWords) -> Bool { folded == other.folded }

    /// How much of the shorter text is in the longer one.
    func share(with other: ArticleWords) -> Double {
        let shared = Set(shingles).intersection(other.shingles).count
        return Double(shared) / Double(max(1, min(shingles.count, other.shingles.count)))
    }

    /// All words that follow one another, so many at a time.
    func runs(of length: Int) -> [[ArraySlice<UInt8>]] {
        count < length ? [] : (0...(count - length)).map { Array(folded[$0..<($0 + length)]) }
    }

    /// The text from the first of some words to the last, on one line.
    func words(_ range: Range<Int>) -> String {
        guard let first = range.first, let last = range.last else { return "" }
        let bytes = text[ranges[first].lowerBound..<max(ranges[first].lowerBound, ranges[last].upperBound)]
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }
}
