/// Small questions about UTF-8 text, answered on bytes.
extension Collection<UInt8> {
    /// ASCII letters in lower case; other bytes as they are.
    public var lowered: [UInt8] { map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 } }
}

extension RandomAccessCollection<UInt8> where Index == Int {
    /// Without ASCII white space at both ends.
    public var trimmed: SubSequence {
        var start = startIndex
        var end = endIndex
        while start < end, self[start] <= 0x20 { start += 1 }
        while end > start, self[end - 1] <= 0x20 { end -= 1 }
        return self[start..<end]
    }

    /// Starts with `prefix`, given in lower case, in any ASCII case.
    public func startsFolded(_ prefix: StaticString) -> Bool {
        startsFolded(String(describing: prefix))
    }

    /// Starts with `prefix`, given in lower case, in any ASCII case.
    public func startsFolded(_ prefix: String) -> Bool {
        prefix.utf8.count <= count && self.prefix(prefix.utf8.count).lowered.elementsEqual(prefix.utf8)
    }
}
