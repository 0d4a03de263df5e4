import PluginAPI
import TextFormat

/// The text of the article as a page's JSON-LD states it (schema.org `articleBody`), beside what the page shows.
struct StatedBody {
    /// A shorter one is a summary.
    private static let leastByteCount = 400
    /// Words that follow one another and are looked for together.
    private static let shingleWordCount = 4

    private let paragraphs: [[UInt8]]
    private let shingles: Set<UInt64>
    private let byteCount: Int

    /// - Parameter text: UTF-8, possibly with markup; nil for a page without.
    init?(_ text: [UInt8]?) {
        guard let text, text.count >= Self.leastByteCount else { return nil }
        if text.contains(0x3C) {
            let page = HTMLParser.parse(text)
            let blocks = PageBlocks(page, isUnread: PageRegions(page).isUnread)
            // Texts with breaks between lines alone are one block.
            paragraphs = blocks.blocks.map { Array(blocks.text[$0.text]) }
        } else {
            paragraphs = text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).map { Array($0.trimmed) }
                .filter { !$0.isEmpty }
        }
        byteCount = paragraphs.reduce(0) { $0 + $1.count }
        shingles = Set(Self.shingles(of: paragraphs.joined(separator: [0x20])))
    }

    /// Whether the text is more than three times as long as that of a page.
    func exceeds(_ shown: [Paragraph]) -> Bool { Self.byteCount(of: shown) * 3 < byteCount }

    /// Whether most of what a page shows stands in the text.
    func holds(_ shown: [Paragraph]) -> Bool {
        let common = shown.reduce(0) { $0 + (share(of: $1) >= 60 ? $1.bytes.count : 0) }
        return common > 0 && common * 2 >= Self.byteCount(of: shown)
    }

    static func byteCount(of shown: [Paragraph]) -> Int {
        shown.reduce(0) { $0 + ($1.hint == nil ? $1.bytes.count : 0) }
    }

    /// The stated text where the page itself holds little of it; else what the page shows, without what stands before
    /// and after the stated text.
    func completing(_ shown: [Paragraph]) -> [Paragraph] {
        let known = shown.map { share(of: $0) }
        let common = zip(shown, known).reduce(0) { $0 + ($1.1 >= 60 ? $1.0.bytes.count : 0) }
        let text = Self.byteCount(of: shown)
        if exceeds(shown) {
            let around = shown.filter { $0.hint == .title || $0.hint == .byline }
            return around + paragraphs.map { Paragraph($0) }
        }
        // A summary, or the text of another language, says nothing of where the article ends.
        guard common * 10 >= text * 7, let first = known.firstIndex(where: { $0 >= 60 }),
            let last = known.lastIndex(where: { $0 >= 60 })
        else { return shown }
        return shown.enumerated().filter { index, paragraph in
            (first...last).contains(index) || paragraph.hint != nil
        }.map(\.element)
    }

    /// How many in a hundred of a paragraph's shingles the stated text holds.
    private func share(of paragraph: Paragraph) -> Int {
        guard paragraph.hint == nil else { return 0 }
        let own = Self.shingles(of: paragraph.bytes)
        return own.isEmpty ? 0 : own.count(where: shingles.contains) * 100 / own.count
    }

    private static func shingles(of text: some Sequence<UInt8>) -> [UInt64] {
        var words: [UInt64] = []
        var hash = StableHash()
        var isWord = false
        for byte in text {
            let letter = byte &- 0x41 < 26 ? byte | 0x20 : byte
            if letter >= 0x80 || letter &- 0x61 < 26 || letter &- 0x30 < 10 {
                hash.append(letter)
                isWord = true
            } else if isWord {
                words.append(hash.value)
                (hash, isWord) = (StableHash(), false)
            }
        }
        if isWord { words.append(hash.value) }
        guard words.count >= shingleWordCount else { return [] }
        return (0...(words.count - shingleWordCount)).map { start in
            words[start..<start + shingleWordCount].reduce(0) { ($0 &* 31) ^ $1 }
        }
    }
}
