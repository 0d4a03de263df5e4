import TextFormat

/// Cuts tags with more attributes than any author writes: libxml2 compares each with all before it.
///
/// Goes from tag to tag as libxml2 does, so that nothing it takes for a tag is passed over within what it takes for a
/// value, a comment or a script.
struct TagLimit {
    private static let attributeLimit = 1024
    /// Shorter pages cannot have so many attributes that it takes long.
    private static let leastByteCount = 1 << 15
    /// libxml2 parts longer names.
    private static let nameLimit = 100

    private let bytes: [UInt8]
    private var index = 0
    /// Where the tag before ended.
    private var tagEnd = 0

    /// The bytes without what goes beyond the limit, up to the end of its tag.
    ///
    /// - Complexity: O(bytes); nothing is copied where nothing is cut.
    static func apply(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= leastByteCount else { return bytes }
        var limit = TagLimit(bytes: bytes)
        var kept: [UInt8] = []
        var copied = 0
        while let open = bytes[limit.index...].firstIndex(of: 0x3C) {
            limit.index = open + 1
            guard let cut = limit.passMarkup() else { continue }
            kept += bytes[copied..<cut]
            copied = limit.tagEnd
        }
        return copied == 0 ? bytes : kept + bytes[copied...]
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var current: UInt8 { index < bytes.count ? bytes[index] : 0 }

    /// Goes to the end of what begins with the `<` before; of a tag with too many attributes gives where to cut it.
    private mutating func passMarkup() -> Int? {
        let first = current
        if (first | 0x20) &- 0x61 < 26 { return passTag() }
        if first == 0x2F || first == 0x3F {
            pass(to: 0x3E)
        } else if first == 0x21 {
            let rest = bytes[index...]
            if rest.starts(with: "!--".utf8) {
                passComment()
            } else if rest.startsFolded("!doctype") {
                passDoctype()
            }
        }
        return nil
    }

    private mutating func passTag() -> Int? {
        let start = index
        passName()
        let name = bytes[start..<index]
        var count = 0
        var cut: Int?
        passSpace()
        while index < bytes.count, bytes[index] != 0x3E, !isAtSlash {
            if cut == nil, count == Self.attributeLimit { cut = index }
            count += 1
            let before = index
            passName()
            if index == before {
                while index < bytes.count, !Self.isSpace(bytes[index]), bytes[index] != 0x3E, !isAtSlash {
                    index += 1
                }
            } else {
                passSpace()
                if current == 0x3D { passValue() }
            }
            passSpace()
        }
        tagEnd = index
        if current == 0x3E { passRaw(after: name) }
        return cut
    }

    /// `/>`, which ends a tag.
    private var isAtSlash: Bool {
        bytes[index] == 0x2F && index + 1 < bytes.count && bytes[index + 1] == 0x3E
    }

    private mutating func passName() {
        let limit = min(index + Self.nameLimit, bytes.count)
        let byte = current
        guard (byte | 0x20) &- 0x61 < 26 || byte == 0x5F || byte == 0x3A || byte == 0x2E else { return }
        while index < limit {
            let byte = bytes[index]
            guard
                (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x3A || byte == 0x2D
                    || byte == 0x5F || byte == 0x2E
            else { return }
            index += 1
        }
    }

    /// `=` and what follows.
    private mutating func passValue() {
        index += 1
        passSpace()
        let quote = current
        if quote == 0x22 || quote == 0x27 {
            index += 1
            pass(to: quote)
        } else {
            while index < bytes.count, !Self.isSpace(bytes[index]), bytes[index] != 0x3E { index += 1 }
        }
    }

    private mutating func passSpace() {
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
    }

    /// Goes after the next of a byte.
    private mutating func pass(to byte: UInt8) {
        while index < bytes.count {
            index += 1
            if bytes[index - 1] == byte { return }
        }
    }

    /// To `-->` or `--!>`.
    private mutating func passComment() {
        var dashCount = 0
        index += 3
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if dashCount >= 2, byte == 0x3E { return }
            if dashCount >= 2, byte == 0x21, current == 0x3E { return }
            dashCount = byte == 0x2D ? dashCount + 1 : 0
        }
    }

    /// To the `>` after a name and one or two quoted texts.
    private mutating func passDoctype() {
        index += "!doctype".utf8.count
        passSpace()
        passName()
        passSpace()
        let rest = bytes[index...]
        if rest.startsFolded("public") || rest.startsFolded("system") {
            index += "public".utf8.count
            for _ in 0..<(rest.startsFolded("public") ? 2 : 1) {
                passSpace()
                let quote = current
                guard quote == 0x22 || quote == 0x27 else { break }
                index += 1
                pass(to: quote)
            }
        }
        pass(to: 0x3E)
    }

    /// To the end tag of a script or style.
    private mutating func passRaw(after name: ArraySlice<UInt8>) {
        for raw in ["script", "style"] where name.count == raw.utf8.count && name.startsFolded(raw) {
            while index < bytes.count {
                let isEnd = bytes[index] == 0x3C && bytes[(index + 1)...].first == 0x2F
                if isEnd, bytes[(index + 2)...].startsFolded(raw) { return }
                index += 1
            }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
    }
}
