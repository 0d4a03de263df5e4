import TextFormat

/// An article that stands on its page more than once, as for print, small screens or machines.
enum RepeatedText {
    /// A shorter paragraph may be said twice.
    private static let leastByteCount = 60
    /// As many bytes tell one paragraph from another.
    private static let startByteCount = 32

    /// The paragraphs without those that repeat earlier ones, where these are near half of the text.
    ///
    /// - Complexity: linear in the paragraphs, of which the first bytes are read.
    static func removed(from paragraphs: [Paragraph]) -> [Paragraph] {
        guard paragraphs.count > 3 else { return paragraphs }
        var first: [ArraySlice<UInt8>: Int] = [:]
        var isRepeat = [Bool](repeating: false, count: paragraphs.count)
        var (size, repeated) = (0, 0)
        for (index, paragraph) in paragraphs.enumerated() where paragraph.hint == nil {
            size += paragraph.bytes.count
            guard paragraph.bytes.count >= leastByteCount else { continue }
            let start = paragraph.bytes.prefix(startByteCount)
            guard let earlier = first[start] else {
                first[start] = index
                continue
            }
            isRepeat[index] = repeats(paragraph.bytes, paragraphs[earlier..<index])
            if isRepeat[index] { repeated += paragraph.bytes.count }
        }
        guard repeated * 10 >= size * 4 else { return paragraphs }
        return zip(paragraphs, isRepeat).filter { !$0.1 }.map(\.0)
    }

    /// Whether a text is a paragraph once more, or that and the next in one.
    private static func repeats(_ text: [UInt8], _ paragraphs: ArraySlice<Paragraph>) -> Bool {
        guard let first = paragraphs.first, text.starts(with: first.bytes) else { return false }
        if text.count == first.bytes.count { return true }
        guard let next = paragraphs.dropFirst().first(where: { $0.hint == nil }) else { return false }
        return text.dropFirst(first.bytes.count).trimmed.starts(with: next.bytes.prefix(startByteCount))
    }
}
