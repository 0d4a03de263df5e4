/// Cuts tags with more attributes than any author writes: libxml2 compares each with all before it.
enum TagLimit {
    private static let attributeLimit = 1024
    /// A shorter tag cannot have as many.
    private static let leastByteCount = 2 * attributeLimit

    /// The bytes without what goes beyond the limit, up to the end of its tag.
    ///
    /// - Complexity: O(bytes); nothing is copied where nothing is cut.
    static func apply(_ bytes: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        var copied = 0
        var index = 0
        while let open = bytes[index...].firstIndex(of: 0x3C) {
            let end = bytes[(open + 1)...].firstIndex { $0 == 0x3C || $0 == 0x3E } ?? bytes.count
            if end - open >= leastByteCount, let cut = excess(in: bytes[open..<end]) {
                kept += bytes[copied..<cut]
                copied = end
            }
            index = end
        }
        return copied == 0 ? bytes : kept + bytes[copied...]
    }

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
