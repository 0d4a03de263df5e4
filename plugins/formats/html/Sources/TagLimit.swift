/// Cuts tags with more attributes than any author writes: libxml2 compares each with all before it.
enum TagLimit {
    private static let attributeLimit = 1024
    /// A shorter tag cannot have as many.
    private static let leastByteCount = 2 * attributeLimit

    /// The bytes without what goes beyond the limit, up to the end of its tag.
    ///
    /// - Complexity: O(bytes), far less where tags are short; nothing is copied where nothing is cut.
    static func apply(_ bytes: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        var copied = 0
        // Where the last `<` or `>` is, or the bytes begin; nothing before it is asked again.
        var mark = 0
        while mark + leastByteCount <= bytes.count {
            // Mostly a few bytes are looked at, backwards from where a tag of that length would end.
            let window = bytes[(mark + 1)..<(mark + leastByteCount)]
            if let next = window.lastIndex(where: isMark) {
                mark = next
                continue
            }
            let end = bytes[window.endIndex...].firstIndex(where: isMark) ?? bytes.count
            if bytes[mark] == 0x3C, let cut = excess(in: bytes[mark..<end]) {
                kept += bytes[copied..<cut]
                copied = end
            }
            mark = end
        }
        return copied == 0 ? bytes : kept + bytes[copied...]
    }

    private static func isMark(_ byte: UInt8) -> Bool { byte == 0x3C || byte == 0x3E }

    /// Where the attribute beyond the limit begins; every run of white space may begin one.
    private static func excess(in tag: ArraySlice<UInt8>) -> Int? {
        var count = 0
        var isSpace = false
        for index in tag.indices {
            let wasSpace = isSpace
            isSpace = tag[index] <= 0x20
            if isSpace, !wasSpace { count += 1 }
            if count > attributeLimit { return index }
        }
        return nil
    }
}
