/// Small questions about UTF-8 text, answered on bytes.
extension Collection<UInt8> {
    /// ASCII letters in lower case; other bytes as they are.
    public var lowered: [UInt8] {
        var bytes = Array(self)
        for index in bytes.indices {
            let byte = bytes[index]
            bytes[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte
        }
        return bytes
    }

    /// Whether an ASCII digit is among the bytes.
    var hasDigit: Bool { contains { (0x30...0x39).contains($0) } }
}

extension RandomAccessCollection<UInt8> where Index == Int {
    /// Without ASCII white space at both ends.
    @inlinable public var trimmed: SubSequence {
        var start = startIndex
        var end = endIndex
        while start < end, self[start] <= 0x20 { start += 1 }
        while end > start, self[end - 1] <= 0x20 { end -= 1 }
        return self[start..<end]
    }

    /// Starts with `prefix`, given in lower case, in any ASCII case.
    @inlinable public func startsFolded(_ prefix: String) -> Bool {
        guard prefix.utf8.count <= count else { return false }
        var index = startIndex
        for wanted in prefix.utf8 {
            let byte = self[index]
            guard ((0x41...0x5A).contains(byte) ? byte + 0x20 : byte) == wanted else { return false }
            index += 1
        }
        return true
    }
}

extension ArraySlice<UInt8> {
    /// The first `limit` bytes of UTF-8 or, where a character would be cut, as many as end before it.
    public func characters(limit: Int) -> ArraySlice<UInt8> {
        guard count > limit else { return self }
        var end = startIndex + limit
        while end > startIndex, self[end] & 0xC0 == 0x80 { end -= 1 }
        return self[..<end]
    }

    /// Where `needle` stands first.
    public func range(of needle: String) -> Range<Int>? {
        guard let first = needle.utf8.first else { return nil }
        var rest = self
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: needle.utf8) { return start..<start + needle.utf8.count }
            rest = rest.dropFirst()
        }
        return nil
    }
}
